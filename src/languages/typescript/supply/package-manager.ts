/** Which package manager a server uses, told by its lock file or its package.json. */

import { dirname, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { isRepository } from "../../../disk/git.js";
import type { Server } from "../../../types.js";
import { manifestOf } from "../project/layout.js";

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

const lockFiles: readonly (readonly [string, PackageManager])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["pnpm-workspace.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["package-lock.json", "npm"],
  ["npm-shrinkwrap.json", "npm"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
];

export interface Installation {
  readonly manager: PackageManager;
  /** The lock file in force, maybe at the workspace's root. */
  readonly lock?: string;
}

/** The package manager and lock file of a server, looked for upwards from it. */
export function installationOf(server: Server, files: FileStore): Installation {
  const declared = /^(npm|pnpm|yarn|bun)@/.exec(
    manifestOf(server, files).packageManager ?? "",
  )?.[1];
  for (const folder of foldersUp(server.root)) {
    const found = lockFiles
      .map(([name, manager]) => ({ manager, lock: join(folder, name) }))
      .find(({ lock, manager }) => (!declared || manager === declared) && files.isFile(lock));
    if (found?.lock.endsWith("pnpm-workspace.yaml")) return { manager: "pnpm" };
    if (found) return found;
    if (isRepository(folder, files)) break;
  }
  return { manager: (declared as PackageManager | undefined) ?? "npm" };
}

/** A folder and those above it, the nearest first. */
export function foldersUp(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUp(parent)];
}
