/** Whether a source file belongs to an MCP library itself, whose classes are known by name. */

import { dirname, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { libraryOf } from "../forms/library-queries.js";
import type { Project } from "../source/parse.js";
import { readJson } from "./json.js";

const caches = new WeakMap<FileStore, Map<string, boolean>>();

/** True in the repositories of the MCP SDK and of FastMCP: by the name in the nearest package.json. */
export function isLibraryFile(project: Project, file: string): boolean {
  const cache = caches.get(project.files) ?? new Map<string, boolean>();
  caches.set(project.files, cache);
  return isLibraryFolder(project.files, dirname(file), cache);
}

function isLibraryFolder(files: FileStore, folder: string, cache: Map<string, boolean>): boolean {
  const known = cache.get(folder);
  if (known !== undefined) return known;
  const path = join(folder, "package.json");
  const parent = dirname(folder);
  const found = files.isFile(path)
    ? libraryOf(readJson<{ name?: string }>(files, path)?.name ?? "") !== undefined
    : parent !== folder && isLibraryFolder(files, parent, cache);
  cache.set(folder, found);
  return found;
}
