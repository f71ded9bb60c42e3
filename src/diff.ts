/** Unified diffs that `git apply` takes, new files included. */

import { relative, sep } from "node:path";
import { createTwoFilesPatch } from "diff";
import type { Change } from "./compose.js";
import { decode } from "./files.js";

/** The diff of a change, in the bytes of the file's own encoding. Paths are shown from `root`. */
export function diffOf(change: Change, root: string): Uint8Array {
  const path = relative(root, change.path).split(sep).join("/");
  const before = change.before && decode(change.before);
  const after = decode(change.after);
  const header = [`diff --git a/${path} b/${path}`];
  if (!before) header.push(`new file mode ${change.executable ? "100755" : "100644"}`);
  const from = before ? `a/${path}` : "/dev/null";
  const patch = createTwoFilesPatch(from, `b/${path}`, before?.text ?? "", after.text);
  const body = patch.slice(patch.indexOf("--- "));
  return Buffer.from(`${header.join("\n")}\n${body}`, after.encoding);
}

/** How much a change adds: bytes inserted, and lines of the file that look different afterwards. */
export function sizeOf(change: Change): { bytes: number; lines: number } {
  const bytes = change.after.length - (change.before?.length ?? 0);
  const patch = Buffer.from(diffOf(change, "/")).toString("latin1");
  const lines = patch.split("\n").filter((line) => line.startsWith("+") && !line.startsWith("+++"));
  return { bytes, lines: lines.length };
}
