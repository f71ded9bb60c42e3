/** The new bytes of a run's files, written beside their places, so that a full disk is met before anything is replaced. */

import { createHash } from "node:crypto";
import { renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { createDurably, makeFolderDurably, type Owner } from "../durable.js";
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
  makeFolderDurably(dirname(staged));
  createDurably(staged, encode(content), mode, ownerOf(path));
}

/** The owner to keep: root may write in another's folder, whose file would become root's. */
function ownerOf(path: string): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.uid === 0 ? undefined : stats;
}
