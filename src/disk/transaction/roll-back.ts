/** Takes a run back that was not finished, from its journal. Can be cut short and done again. */

import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { unpick } from "../../plan/unpick.js";
import { removeIfEmpty, syncFolder } from "../durable.js";
import { decode, encode, type SourceText } from "../files.js";
import { isLinked } from "../links.js";
import { isAbsence } from "../path-cache.js";
import type { FileRecord, Journal } from "./journal.js";
import { replaceBy, stagedPath } from "./staging.js";

/**
 * Takes back what was done to `files`, which are all where nobody knows how far the run came. Gives those that were
 * edited since in a way that cannot be parted from what the run did: they are left as they are.
 */
export function rollBack(
  journal: Journal,
  files: readonly FileRecord[] = journal.files,
): readonly string[] {
  const kept = [...files].reverse().filter((file) => !restore(journal, file));
  for (const file of journal.files) rmSync(stagedPath(journal, file), { force: true });
  for (const folder of [...journal.made].reverse()) removeIfEmpty(folder);
  const folders = new Set(journal.files.map(({ path }) => dirname(path)));
  for (const folder of folders) if (existsSync(folder)) syncFolder(folder);
  return kept.map(({ path }) => path);
}

function restore(journal: Journal, file: FileRecord): boolean {
  if (isLinked(file.path)) return false;
  const content = reversed(file, currentText(file.path));
  if (content === "as before") return true;
  if (content === "edited") return false;
  if (content) replaceBy(journal, file, content);
  else rmSync(file.path, { force: true });
  return true;
}

/**
 * What a file is to become where a run is taken back: its text, or undefined for none. "as before" where nothing is
 * to be done, "edited" where what was edited since cannot be parted from what the run did.
 */
export function reversed(
  { before, after, insertions }: FileRecord,
  current: SourceText | undefined,
): SourceText | undefined | "as before" | "edited" {
  if (isSame(current, before)) return "as before";
  if (isSame(current, after)) return before;
  if (!after || !current || !before || !insertions) return "edited";
  const text = unpick(after.text, insertions, current.text);
  return text === undefined ? "edited" : { text, encoding: current.encoding };
}

/** A file as it is now; undefined where there is none. */
export function currentText(path: string): SourceText | undefined {
  try {
    return decode(readFileSync(path));
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

export function isSame(one: SourceText | undefined, other: SourceText | undefined): boolean {
  if (!one || !other) return one === other;
  return Buffer.compare(encode(one), encode(other)) === 0;
}
