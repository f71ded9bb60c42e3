/** The sources of a server that a retrofit looks at for where things lie, and the folders they lie in. */

import { dirname, join, relative } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { SERVICES } from "../imports/service-names.js";
import { isImportable } from "../source/importable.js";
import { isTest } from "./test-files.js";

export interface Sources {
  readonly root: string;
  readonly paths: ReadonlySet<string>;
}

/** The server's own modules: neither its tests nor what a retrofit adds, be it there already or not. */
export function sourcesOf(server: Server, files: FileStore): Sources {
  const own = server.files.filter(
    (path) =>
      path.endsWith(".py") &&
      path !== join(server.root, "entrypoint.py") &&
      !relative(server.root, path).split("/").includes(SERVICES) &&
      !isTest(server.root, path, () => files.bytes(path)),
  );
  return { root: server.root, paths: new Set(own) };
}

/** Whether a folder is a package that says so. */
export function isPackage(folder: string, { paths }: Sources): boolean {
  return paths.has(join(folder, "__init__.py"));
}

/** The modules right in a folder, but for what makes it a package. */
export function hasModules(folder: string, { paths }: Sources): boolean {
  return [...paths].some((path) => dirname(path) === folder && !path.endsWith("/__init__.py"));
}

/** The folders right below one that hold sources and that an import can name. */
export function foldersIn(folder: string, { paths }: Sources): string[] {
  const below = [...paths].filter((path) => path.startsWith(`${folder}/`));
  const names = below.map((path) => relative(folder, path).split("/"));
  const folders = names.filter((parts) => parts.length > 1).map(([first]) => first ?? "");
  const packages = [...new Set(folders)].filter((name) => name !== "src" && isImportable(name));
  return packages.map((name) => join(folder, name));
}
