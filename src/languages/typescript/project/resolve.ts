/** Finds the source file an import means: relative, by tsconfig paths, of the package itself or its workspace. */

import { basename, dirname, join, resolve } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { pathsOf } from "./tsconfig.js";
import { createWorkspace } from "./workspace.js";

const endings = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/** TypeScript's names for what a JavaScript specifier may have been compiled from. */
const sourcesOf: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".js", ".jsx"],
  ".jsx": [".tsx", ".jsx"],
  ".mjs": [".mts", ".mjs"],
  ".cjs": [".cts", ".cjs"],
};

/** A function from (importing file, specifier) to a file that exists; undefined for installed packages. */
export function createResolver(
  server: Server,
  files: FileStore,
): (fromFile: string, specifier: string) => string | undefined {
  const workspace = createWorkspace(server, files);
  const cache = new Map<string, string | undefined>();
  const find = (folder: string, specifier: string): string | undefined => {
    if (specifier.startsWith(".")) return sourceAt(files, resolve(folder, specifier));
    for (const target of pathsOf(files, folder, specifier)) {
      const found = sourceAt(files, target);
      if (found) return found;
    }
    for (const target of workspace(folder, specifier)) {
      const found = sourceAt(files, target);
      if (found) return found;
    }
    return undefined;
  };
  return (fromFile, specifier) => {
    const folder = dirname(fromFile);
    const key = `${folder}\0${specifier}`;
    if (!cache.has(key)) cache.set(key, find(folder, specifier));
    return cache.get(key);
  };
}

/** The source file that a path without or with a JavaScript ending means, as TypeScript would take it. */
export function sourceAt(files: FileStore, path: string): string | undefined {
  const base = basename(path);
  const ending = base.slice(base.lastIndexOf("."));
  const stem = path.slice(0, path.length - ending.length);
  const rewritten = (sourcesOf[ending] ?? []).map((other) => stem + other);
  const exact = endings.includes(ending) ? [path] : [];
  const added = endings.map((other) => path + other);
  const found = [...rewritten, ...exact, ...added].find((each) => files.isFile(each));
  if (found || !files.isFolder(path)) return found;
  return endings.map((other) => join(path, `index${other}`)).find((each) => files.isFile(each));
}
