/** Gate 2: without what is inserted, each changed file is the file that lies on the disk. */

import type { FileStore } from "../../disk/files.js";
import type { Problem } from "../../types.js";
import { afterOf, type Change } from "../compose.js";
import { defect, type Gate } from "./gate.js";

/** Reads the disk anew and asks nobody what was inserted where: every byte there must be there after, in order. */
export const onlyInserted: Gate = async ({ changes, files }) =>
  changes.flatMap((change) => problemOf(change, files) ?? []);

function problemOf(change: Change, files: FileStore): Problem | undefined {
  const { path } = change;
  const there = files.anew(path);
  if (!change.before) return there && defect(path, "a file is there that would be overwritten");
  if (!there) return defect(path, "it is not on the disk");
  return isWithin(there, afterOf(change))
    ? undefined
    : defect(path, "something of the file on the disk would be lost");
}

/** Whether the bytes are those of `after` with some of them left out. */
function isWithin(bytes: Uint8Array, after: Uint8Array): boolean {
  let at = 0;
  for (const byte of bytes) {
    at = after.indexOf(byte, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
