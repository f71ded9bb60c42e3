/**
 * Carries out a run, all of it or nothing: its journal is put on the disk, then the new bytes beside their places, then
 * each file is replaced in one step. What fails or interrupts it before the last of them has it taken back.
 */

import { renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { describeSystemError, isSystemError, UserError } from "../../errors.js";
import { removeIfEmpty, syncFolder } from "../durable.js";
import { isLinked } from "../links.js";
import { homesOf } from "./home.js";
import { close, drop, type FileRecord, type Journal, open } from "./journal.js";
import { lock } from "./lock.js";
import { rollBack } from "./roll-back.js";
import { type SignalWatch, watchSignals } from "./signals.js";
import { stage, stagedPath } from "./staging.js";

/**
 * Throws UserError, with the disk as it was before, where a file is behind a link, cannot be written, or is no
 * longer as `refuseStale` wants it; and Interrupted for a signal, with the disk as it was before.
 */
export async function commit(journal: Journal, refuseStale: () => void): Promise<void> {
  const signals = watchSignals();
  try {
    const unlock = attempt(() => lock(homesOf(journal.roots)), "nothing was written");
    try {
      await carryOut(journal, refuseStale, signals);
    } finally {
      unlock();
    }
  } finally {
    signals.end();
  }
}

async function carryOut(
  journal: Journal,
  refuseStale: () => void,
  signals: SignalWatch,
): Promise<void> {
  const replaced: FileRecord[] = [];
  try {
    refuseLinks(journal);
    open(journal);
    for (const file of journal.files) {
      await signals.pause();
      stage(journal, file);
    }
    refuseStale();
    for (const file of journal.files) {
      await signals.pause();
      replaced.push(file);
      replace(journal, file);
    }
    await signals.pause();
    settle(journal);
  } catch (error) {
    throw takenBack(journal, replaced, error);
  }
  attempt(() => finish(journal), "everything was written; the next run clears up after this one");
}

function refuseLinks({ files }: Journal): void {
  const linked = files.find(({ path }) => isLinked(path));
  if (!linked) return;
  throw new UserError(
    `${linked.path}: it is a symbolic link or lies behind one; nothing was written, put the file itself there and run again`,
  );
}

function replace(journal: Journal, file: FileRecord): void {
  if (file.after) renameSync(stagedPath(journal, file), file.path);
  else rmSync(file.path, { force: true });
}

/** Makes sure that all names are on the disk. */
function settle({ files }: Journal): void {
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) syncFolder(folder);
}

/** What is left to do where every file is as it is to be. Can be done again. */
export function finish(journal: Journal): void {
  for (const file of journal.files) rmSync(stagedPath(journal, file), { force: true });
  for (const folder of [...journal.emptied].reverse()) removeIfEmpty(folder);
  close(journal);
}

/** Takes back what a run did before this error, and gives the error to throw then. */
function takenBack(journal: Journal, replaced: readonly FileRecord[], error: unknown): unknown {
  try {
    const kept = rollBack(journal, replaced);
    drop(journal);
    const left = kept.length > 0 ? `, but for ${kept.join(", ")}, edited meanwhile` : "";
    return isSystemError(error) ? failed(error, `nothing was written${left}`) : error;
  } catch (second) {
    if (!isSystemError(second)) throw second;
    const outcome = "the run was cut short: the next one that writes takes it back first";
    return failed(isSystemError(error) ? error : second, outcome);
  }
}

/** Does something that the system may refuse, and says how things stand then. */
function attempt<T>(act: () => T, outcome: string): T {
  try {
    return act();
  } catch (error) {
    throw isSystemError(error) ? failed(error, outcome) : error;
  }
}

function failed(error: NodeJS.ErrnoException, outcome: string): UserError {
  return new UserError(`${error.path ?? "the disk"}: ${describeSystemError(error)}; ${outcome}`);
}
