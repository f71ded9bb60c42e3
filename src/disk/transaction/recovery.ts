/** A run that was cut short (a kill, a power cut, a disk that failed) is taken back, or finished where all of it was done. */

import { UserError } from "../../errors.js";
import { finish } from "./commit.js";
import { homesOf } from "./home.js";
import { drop, type Journal, unfinishedIn } from "./journal.js";
import { busy, holderOf, lock } from "./lock.js";
import { currentText, isSame, rollBack } from "./roll-back.js";
import { watchSignals } from "./signals.js";

export interface Recovery {
  readonly journal: Journal;
  readonly outcome: "finished" | "taken back";
  /** The files that were edited since, and are left as they are. */
  readonly kept: readonly string[];
}

/** Settles the unfinished run of a home; undefined where there is none any more. Throws UserError while it is being written. */
export async function recover(home: string): Promise<Recovery | undefined> {
  const found = unfinishedIn(home);
  if (!found) return undefined;
  const signals = watchSignals();
  const unlock = lock([...new Set([home, ...homesOf(found.roots)])].sort());
  let recovery: Recovery | undefined;
  try {
    // Somebody else may have settled it before the lock was ours.
    const journal = unfinishedIn(home);
    recovery = journal && settle(journal);
  } finally {
    unlock();
    signals.end();
  }
  await signals.pause();
  return recovery;
}

function settle(journal: Journal): Recovery {
  if (isDone(journal)) {
    finish(journal);
    return { journal, outcome: "finished", kept: [] };
  }
  const kept = rollBack(journal);
  drop(journal);
  return { journal, outcome: "taken back", kept };
}

function isDone({ files }: Journal): boolean {
  return files.every(({ path, after }) => isSame(currentText(path), after));
}

/** Throws UserError that says what is unfinished in a home, for a command that does not write. */
export function refuseUnfinished(home: string): void {
  const holder = holderOf(home);
  if (holder !== undefined) throw busy(home, holder);
  const journal = unfinishedIn(home);
  if (!journal) return;
  const written = journal.files.filter(({ path, after }) => isSame(currentText(path), after));
  throw new UserError(
    `${journal.roots.join(", ")}: a run of ${journal.started} was cut short, with ${written.length} of ${journal.files.length} files written: ` +
      `\`retrofit undo\` takes it back, and so does the next run that writes`,
  );
}
