/** The new bytes of a run's files, written beside their places, so that a full disk is met before anything is replaced. */

import { createHash } from "node:crypto";
import { chmodSync, chownSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { createDurably } from "../durable.js";
import { encode, type SourceText } from "../files.js";
import type { FileRecord, Journal } from "./journal.js";

/** Where a file's new bytes wait. It follows from the journal, so that whoever recovers the run finds them. */
export function stagedPath({ id }: Journal, { path }: FileRecord): string {
  const mark = createHash("sha256").update(path).digest("hex").slice(0, 8);
  return join(dirname(path), `.retrofit-${id}-${mark}`);
}

/** Makes the folder of a file and writes its new bytes there, with the permissions that it is to have. */
export function stage(journal: Journal, file: FileRecord): void {
  if (file.after) put(stagedPath(journal, file), file.after, file);
}

/** Puts the bytes of a file in its place, in one step: whoever looks sees the old file or the new one. */
export function replaceBy(journal: Journal, file: FileRecord, content: SourceText): void {
  const staged = stagedPath(journal, file);
  rmSync(staged, { force: true });
  put(staged, content, file);
  renameSync(staged, file.path);
}

function put(staged: string, content: SourceText, { path, mode }: FileRecord): void {
  mkdirSync(dirname(staged), { recursive: true });
  createDurably(staged, encode(content), 0o600);
  keepOwner(path, staged);
  chmodSync(staged, mode);
}

/** Root may write in another's folder, whose file would become root's. */
function keepOwner(path: string, staged: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats || process.getuid?.() !== 0 || stats.uid === 0) return;
  chownSync(staged, stats.uid, stats.gid);
}
