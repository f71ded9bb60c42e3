/** Everything below a folder, to compare: a run is to leave all of it or nothing. */

import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

export type Tree = Readonly<Record<string, string>>;

/** Each path below a folder with its kind, permissions and bytes; what git keeps is left out. */
export function treeOf(folder: string): Tree {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const own = entries.filter((path) => !/^\.git(?:\/|$)/.test(path));
  return Object.fromEntries(own.map((path) => [path, contentOf(join(folder, path))]));
}

/** The paths in which two trees differ. */
export function differences(one: Tree, other: Tree): string[] {
  const paths = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...paths].filter((path) => one[path] !== other[path]).sort();
}

function contentOf(path: string): string {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  const mode = (stats.mode & 0o777).toString(8);
  return stats.isFile() ? `${mode} ${readFileSync(path, "latin1")}` : `${mode} folder`;
}
