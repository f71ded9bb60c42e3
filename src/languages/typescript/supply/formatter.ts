/** The formatter that a TypeScript server's package, or its workspace, lists or has settings for. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { readJson } from "../project/json.js";
import type { PackageJson } from "../project/layout.js";
import { foldersUp, installationOf } from "./package-manager.js";

const formatters: readonly (readonly [name: string, command: string, settings: RegExp])[] = [
  ["@biomejs/biome", "biome format --write", /"formatter"\s*:\s*\{[^}]*"enabled"\s*:\s*false/],
  ["prettier", "prettier --write", /(?!)/],
  ["dprint", "dprint fmt", /(?!)/],
];

/** What formats files whose names follow; undefined where nothing is listed that does. */
export function formatterOf(server: Server, files: FileStore): string | undefined {
  const folders = foldersUp(server.root).slice(0, 4);
  const listed = folders.map((folder) => {
    const manifest = readJson<PackageJson>(files, join(folder, "package.json"));
    return { ...manifest?.dependencies, ...manifest?.devDependencies };
  });
  const biome = folders.map((folder) => files.read(join(folder, "biome.json"))?.text ?? "").join();
  const found = formatters.find(
    ([name, , isOff]) => listed.some((each) => each[name] !== undefined) && !isOff.test(biome),
  );
  const { manager } = installationOf(server, files);
  const run = { npm: "npx", pnpm: "pnpm exec", yarn: "yarn", bun: "bunx" }[manager];
  return found && `${run} ${found[1]}`;
}
