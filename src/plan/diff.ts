/** Unified diffs that `git apply` takes, new files included. */

import { relative, sep } from "node:path";
import { formatPatch, type StructuredPatchHunk, structuredPatch } from "diff";
import { decode } from "../disk/files.js";
import { afterOf, type Change } from "./compose.js";

/** The diff of a change, in the bytes of the file's own encoding. Paths are shown from `root`. */
export function diffOf(change: Change, root: string): Uint8Array {
  const path = relative(root, change.path).split(sep).join("/");
  const patch = formatPatch({
    isGit: true,
    oldFileName: change.before ? `a/${path}` : "/dev/null",
    newFileName: `b/${path}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: hunksOf(change),
    ...(!change.before && { isCreate: true, newMode: change.executable ? "100755" : "100644" }),
  });
  return Buffer.from(patch, decode(change.before ?? change.content).encoding);
}

/** How much a change adds: bytes inserted, and lines of the file that look different afterwards. */
export function sizeOf(change: Change): { bytes: number; lines: number } {
  const bytes = afterOf(change).length - (change.before?.length ?? 0);
  const lines = hunksOf(change).flatMap((hunk) => hunk.lines);
  return { bytes, lines: lines.filter((line) => line.startsWith("+")).length };
}

/** A change is shown and measured, and comparing is the slow part of both. */
const compared = new WeakMap<Change, StructuredPatchHunk[]>();

/** The hunks of a change, as a unified diff has them. */
export function hunksOf(change: Change): StructuredPatchHunk[] {
  const known = compared.get(change);
  if (known) return known;
  const after = decode(afterOf(change)).text;
  const hunks = change.before
    ? structuredPatch("", "", decode(change.before).text, after).hunks
    : wholeFile(after);
  compared.set(change, hunks);
  return hunks;
}

/** A new file needs no comparing. */
function wholeFile(text: string): StructuredPatchHunk[] {
  if (text === "") return [];
  const isFinished = text.endsWith("\n");
  const added = (isFinished ? text.slice(0, -1) : text).split("\n").map((line) => `+${line}`);
  const lines = isFinished ? added : [...added, "\\ No newline at end of file"];
  return [{ oldStart: 1, oldLines: 0, newStart: 1, newLines: added.length, lines }];
}
