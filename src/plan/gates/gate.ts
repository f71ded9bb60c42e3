/** What a gate looks at, and what it says. */

import type { FileStore } from "../../disk/files.js";
import type { Problem } from "../../types.js";
import type { Change, Selection } from "../compose.js";
import type { ServerPlan } from "../plan.js";

/** Changes that would be shown and written if every gate lets them through. */
export interface Proposal {
  readonly plan: ServerPlan;
  /** What of the plan the changes carry out. */
  readonly selection: Selection;
  readonly changes: readonly Change[];
  /** The files as they are. */
  readonly files: FileStore;
  /** The files as they would be. */
  readonly filesAfter: FileStore;
  /** The server planned again from those, without findings where none is selected. Worked out when it is first asked for. */
  readonly again: () => Promise<ServerPlan>;
}

/** Gives a problem for each file that does not pass. Several gates may name the same file. */
export type Gate = (proposal: Proposal) => Promise<readonly Problem[]>;

/** Why a file is left as it was, where that can only be a mistake of ours. */
export function defect(file: string, why: string): Problem {
  return leftAlone(file, `${why} (a defect of retrofit: please report it)`);
}

/** Why a file is left as it was. */
export function leftAlone(file: string, why: string): Problem {
  return { file, message: `left as it was, since ${why}` };
}
