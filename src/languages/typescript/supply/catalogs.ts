/** pnpm catalogs: ranges that pnpm-workspace.yaml gives for packages listed as `catalog:`. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { foldersUp } from "./package-manager.js";

/** The default catalog around a folder, name to range; empty where there is none. */
export function catalogOf(files: FileStore, folder: string): ReadonlyMap<string, string> {
  const path = foldersUp(folder)
    .map((each) => join(each, "pnpm-workspace.yaml"))
    .find((each) => files.isFile(each));
  return path ? readCatalog(files.read(path)?.text ?? "") : new Map();
}

/** `"name": "range" # comment`, with or without quotes. */
const entry = /^\s+(["']?)([^"':\s]+)\1\s*:\s*(["']?)([^"'#\s][^"'#]*?)\3\s*(?:#.*)?$/;

/** Reads the top-level `catalog:` block of a pnpm-workspace.yaml, which is a flat mapping. */
export function readCatalog(yaml: string): Map<string, string> {
  const entries = new Map<string, string>();
  let inside = false;
  for (const line of yaml.split(/\r?\n/)) {
    if (/^\S/.test(line)) inside = /^catalog\s*:\s*(#.*)?$/.test(line);
    if (!inside) continue;
    const [, , name, , range] = entry.exec(line) ?? [];
    if (name && range) entries.set(name, range);
  }
  return entries;
}
