/** Copies of servers, and what a retrofit did to one, byte by byte. */

import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { structuredPatch } from "diff";

/** Not copied: virtual environments name the folder they were made in. */
const uncopied = new Set([".git", ".venv", "__pycache__", ".pytest_cache", ".ruff_cache"]);
const unwatched = new Set([...uncopied, "node_modules"]);

/** Every watched file below a folder, by its path from there. */
export type Tree = ReadonlyMap<string, Buffer>;

/** Copies a clone to a fresh folder. */
export function copyTree(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    filter: (path) => !uncopied.has(basename(path)),
  });
}

/** Reads the watched files below a folder. Symbolic links are left out. */
export function readTree(root: string): Tree {
  const tree = new Map<string, Buffer>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !unwatched.has(entry.name)) walk(path);
      if (entry.isFile()) tree.set(relative(root, path), readFileSync(path));
    }
  };
  walk(root);
  return tree;
}

/** What changed between two readings of a tree. */
export interface Growth {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  /** Bytes inserted into files that existed. */
  readonly bytes: number;
  /** Lines of those files that look different afterwards. */
  readonly lines: number;
  /** Files that lost bytes or are gone: there must be none. */
  readonly damaged: readonly string[];
}

/** Measures a retrofit by comparing the files themselves, not by what the program says of them. */
export function growthOf(before: Tree, after: Tree): Growth {
  const added = [...after.keys()].filter((path) => !before.has(path)).sort();
  const changed: string[] = [];
  const damaged: string[] = [];
  let bytes = 0;
  let lines = 0;
  for (const [path, old] of before) {
    const now = after.get(path);
    if (now?.equals(old)) continue;
    if (!now || !isInsertedInto(old, now)) damaged.push(path);
    if (!now) continue;
    changed.push(path);
    bytes += now.length - old.length;
    lines += changedLines(old, now);
  }
  return { changed: changed.sort(), added, bytes, lines, damaged };
}

/** Whether `now` is `old` with bytes put in between: whether all of `old` is found in it, in order. */
export function isInsertedInto(old: Buffer, now: Buffer): boolean {
  let at = 0;
  for (const byte of now) if (at < old.length && byte === old[at]) at++;
  return at === old.length;
}

function changedLines(old: Buffer, now: Buffer): number {
  const { hunks } = structuredPatch("", "", old.toString("latin1"), now.toString("latin1"));
  return hunks.flatMap((hunk) => hunk.lines).filter((line) => line.startsWith("+")).length;
}
