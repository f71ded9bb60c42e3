/** Under which names modules are imported: which folder or module lies under which dotted name. */

import { dirname, join, relative } from "node:path";
import { isImportable } from "../source/importable.js";

/** A place that imports count from: what is in the folder `lib` is imported under its own name, or below `acme`. */
export interface Mount {
  /** A folder, or a module with its `.py`. */
  readonly path: string;
  /** "" where what lies in the folder is imported under its own name. */
  readonly name: string;
}

/** The dotted name of a module or folder; undefined where it does not lie there, or no import can name it. */
export function nameIn({ path, name }: Mount, target: string): string | undefined {
  if (target !== path && !target.startsWith(`${path}/`)) return undefined;
  const inner = relative(path, target).replace(/(?:(?:^|\/)__init__)?\.py$/, "");
  const parts = inner === "" ? [] : inner.split("/");
  return parts.every(isImportable) ? [name, ...parts].filter(Boolean).join(".") : undefined;
}

/** A module as what lies beside it is found: from its folder, under the names around its own. */
export function withBeside(mount: Mount): Mount {
  if (!mount.path.endsWith(".py")) return mount;
  return { path: dirname(mount.path), name: mount.name.split(".").slice(0, -1).join(".") };
}

/** Where a dotted name would lie, without its `.py`; undefined where another mount has it. */
export function pathIn({ path, name }: Mount, dotted: string): string | undefined {
  const folder = path.replace(/\.py$/, "");
  if (dotted === name) return folder;
  if (name !== "" && !dotted.startsWith(`${name}.`)) return undefined;
  const inner = name === "" ? dotted : dotted.slice(name.length + 1);
  return join(folder, ...inner.split("."));
}

/** The folder from which a path entry would find the same: `lib` for `lib/inventory` under the name `inventory`. */
export function rootOf({ path, name }: Mount): string {
  const tail = name === "" ? "" : `/${name.replaceAll(".", "/")}`;
  const folder = path.replace(/\.py$/, "");
  if (folder.endsWith(tail)) return folder.slice(0, folder.length - tail.length);
  return path.endsWith(".py") ? dirname(path) : path;
}
