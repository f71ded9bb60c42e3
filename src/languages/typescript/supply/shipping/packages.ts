/** The packages that may publish what a server builds: those of its workspace, and those beside and above it. */

import { join } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import { ancestorsOf, gitRootOf } from "../../../../disk/git.js";
import { isWithin } from "../../../../disk/paths.js";
import type { Server } from "../../../../types.js";
import { readJson } from "../../project/json.js";
import type { PackageJson } from "../../project/layout.js";
import { packagesAround } from "../../project/workspace.js";

/** A package, with what its manifest says of how it is published. */
export interface Publisher {
  readonly folder: string;
  /** The path of its package.json. */
  readonly path: string;
  readonly manifest: Published;
}

export interface Published extends PackageJson {
  readonly private?: boolean;
  readonly files?: readonly string[];
  readonly exports?: unknown;
  readonly bundledDependencies?: readonly string[] | boolean;
  readonly bundleDependencies?: readonly string[] | boolean;
}

/** All packages around a server, itself among them, by their folders. */
export function packagesNear({ root }: Server, files: FileStore): Publisher[] {
  const repository = gitRootOf(root);
  const above = ancestorsOf(root).filter((folder) => repository && isWithin(folder, repository));
  const members = [...packagesAround(root, files).values()].map(({ folder }) => folder);
  const beside = above.flatMap((folder) => files.disk.folders(folder));
  return [...new Set([root, ...members, ...above, ...beside])].flatMap((folder) => {
    const path = join(folder, "package.json");
    const manifest = files.isFile(path) ? readJson<Published>(files, path) : undefined;
    return manifest ? [{ folder, path, manifest }] : [];
  });
}

/** The package that a path belongs to: the innermost around it. */
export function packageOf(path: string, packages: readonly Publisher[]): Publisher | undefined {
  return packages
    .filter(({ folder }) => isWithin(path, folder))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
}
