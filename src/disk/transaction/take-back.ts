/** Takes a finished run back, as a run of its own: all of it or nothing. */

import { statSync } from "node:fs";
import { dirname } from "node:path";
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

/** What has to be known of the files' language to take a run back. */
export interface Knowledge {
  /** Why a file that insertions were taken out of cannot stay so; undefined where it can. */
  objectionTo(run: FileRecord, left: string): Promise<string | undefined>;
  /** The files that would lack what the run had added, each with the reason. */
  objectionsTo(roots: readonly string[], records: readonly FileRecord[]): Promise<string[]>;
  /** What running a file that goes has left beside it. */
  leftovers(path: string): readonly string[];
}

/** Throws UserError, and changes nothing, where a file was edited since in a way that cannot be parted from the run. */
export async function takeBack(run: Journal, knowledge: Knowledge): Promise<TakenBack> {
  const files = [...run.files].reverse().flatMap((file) => reverse(file) ?? []);
  const unpicked = files.filter(({ from, current }) => !isSame(from.after, current.before));
  const records = files.map(({ current }) => current);
  const refused = [
    ...(await refusals(unpicked, knowledge)),
    ...(await knowledge.objectionsTo(run.roots, records)),
  ];
  if (refused.length > 0) {
    throw new UserError(
      `${refused.join("; ")}; nothing was taken back: mend or remove what is named, and run undo again`,
    );
  }
  const goes = records.filter(({ after }) => !after).map(({ path }) => path);
  const litter = leftoversOf(goes, knowledge);
  const all = [...records, ...litter];
  await commit(
    createJournal({
      roots: run.roots,
      files: all,
      made: [],
      emptied: [...run.made, ...new Set(litter.map(({ path }) => dirname(path)))],
      undoes: run.id,
    }),
    () => refuseChanged(all),
  );
  const isUnpicked = new Set(unpicked.map(({ current }) => current.path));
  const paths = (some: readonly FileRecord[]): string[] => some.map(({ path }) => path);
  return {
    restored: paths(records.filter(({ path, after }) => after && !isUnpicked.has(path))),
    unpicked: [...isUnpicked],
    removed: goes,
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

/** What was left beside files that go, to go with them. */
function leftoversOf(paths: readonly string[], { leftovers }: Knowledge): FileRecord[] {
  return paths.flatMap(leftovers).flatMap((path) => {
    const before = isLinked(path) ? undefined : currentText(path);
    return before ? [{ path, mode: statSync(path).mode & 0o7777, before }] : [];
  });
}

async function refusals(
  unpicked: readonly Reversal[],
  { objectionTo }: Knowledge,
): Promise<string[]> {
  const reasons = unpicked.map(async ({ from, current, isRefused }) => {
    const why = isRefused ? reasonFor(current) : await objectionTo(from, current.after?.text ?? "");
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
