/** Takes a finished run back, as a run of its own: all of it or nothing. */

import { statSync } from "node:fs";
import { UserError } from "../../errors.js";
import { isLinked } from "../links.js";
import { commit } from "./commit.js";
import { createJournal, type FileRecord, type Journal } from "./journal.js";
import { currentText, isSame, reversed } from "./roll-back.js";

export interface TakenBack {
  /** The files that are again what they were. */
  readonly restored: readonly string[];
  /** The files that were edited since: what the run inserted is taken out of them. */
  readonly unpicked: readonly string[];
  /** The files that the run had added. */
  readonly removed: readonly string[];
}

/** Why a file that insertions were taken out of cannot stay so; undefined where it can. */
export type Objection = (run: FileRecord, left: string) => Promise<string | undefined>;

/** Throws UserError, and changes nothing, where a file was edited since in a way that cannot be parted from the run. */
export async function takeBack(run: Journal, objection: Objection): Promise<TakenBack> {
  const files = [...run.files].reverse().flatMap((file) => reverse(file) ?? []);
  const unpicked = files.filter(({ from, current }) => !isSame(from.after, current.before));
  const refused = await refusals(unpicked, objection);
  if (refused.length > 0) {
    throw new UserError(
      `${refused.join("; ")}; nothing was taken back: mend or remove what is named, and run undo again`,
    );
  }
  const records = files.map(({ current }) => current);
  await commit(
    createJournal({
      roots: run.roots,
      files: records,
      made: [],
      emptied: run.made,
      undoes: run.id,
    }),
    () => refuseChanged(records),
  );
  const isUnpicked = new Set(unpicked.map(({ current }) => current.path));
  const paths = (some: readonly FileRecord[]): string[] => some.map(({ path }) => path);
  return {
    restored: paths(records.filter(({ path, after }) => after && !isUnpicked.has(path))),
    unpicked: [...isUnpicked],
    removed: paths(records.filter(({ after }) => !after)),
  };
}

/** A file of a run, and what taking it back does to it as it is now. */
interface Reversal {
  readonly from: FileRecord;
  readonly current: FileRecord;
  readonly isRefused: boolean;
}

/** Undefined where nothing is to be done. */
function reverse(from: FileRecord): Reversal | undefined {
  const { path, mode } = from;
  const before = currentText(path);
  const content = isLinked(path) ? "edited" : reversed(from, before);
  if (content === "as before") return undefined;
  const now = statSync(path, { throwIfNoEntry: false });
  const current = { path, mode: now ? now.mode & 0o7777 : mode, ...(before && { before }) };
  if (content === "edited") return { from, current, isRefused: true };
  return { from, current: { ...current, ...(content && { after: content }) }, isRefused: false };
}

async function refusals(unpicked: readonly Reversal[], objection: Objection): Promise<string[]> {
  const reasons = unpicked.map(async ({ from, current, isRefused }) => {
    const why = isRefused ? reasonFor(current) : await objection(from, current.after?.text ?? "");
    return why === undefined ? [] : [`${from.path}: ${why}`];
  });
  return (await Promise.all(reasons)).flat();
}

function reasonFor({ before, path }: FileRecord): string {
  if (isLinked(path)) return "it is a symbolic link now, or lies behind one";
  if (!before) return "it is gone";
  return "it was edited since, where the run wrote";
}

function refuseChanged(records: readonly FileRecord[]): void {
  const changed = records.find(({ path, before }) => !isSame(currentText(path), before));
  if (changed) {
    throw new UserError(`${changed.path}: it changed meanwhile; nothing was taken back, run again`);
  }
}
