/** What a command does about a run that was cut short before it. */

import { type Recovery, recover, refuseUnfinished } from "../disk/transaction/recovery.js";
import { shownPath } from "../report/places.js";
import type { Io } from "./io.js";

/** For a command that writes: settles the runs in these homes, and says so. */
export async function settleUnfinished(homes: readonly string[], io: Io): Promise<Recovery[]> {
  const settled: Recovery[] = [];
  for (const home of homes) {
    const recovery = await recover(home);
    if (!recovery) continue;
    io.say(recoveryLine(recovery, io.cwd));
    settled.push(recovery);
  }
  return settled;
}

/** For a command that does not write. Throws UserError for the first of these homes. */
export async function reportUnfinished(homes: readonly string[]): Promise<void> {
  for (const home of homes) refuseUnfinished(home);
}

function recoveryLine({ journal, outcome, kept }: Recovery, from: string): string {
  const what = journal.undoes === undefined ? "run" : "undo";
  const left = kept.map((path) => shownPath(path, from)).join(", ");
  return (
    `The ${what} of ${journal.started} had been cut short: it was ${outcome}` +
    (left && `, but for ${left}: edited since, and left as it is`)
  );
}
