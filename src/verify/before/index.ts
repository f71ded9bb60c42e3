/** The server as it was before its retrofit: named by the user, from the journals of runs, or from git. */

import { UserError } from "../../errors.js";
import type { Server } from "../../types.js";
import type { Scratch } from "../start/scratch.js";
import { copyFromGit } from "./git.js";
import { copyFromJournal } from "./journal.js";

export interface Before {
  /** The copy's folder. */
  readonly root: string;
  /** Where it is from, in words. */
  readonly source: string;
}

/** A copy of the server as it was. Throws UserError where there is none. */
export async function copyBefore(
  server: Server,
  scratch: Scratch,
  against: string | undefined,
): Promise<Before> {
  if (against !== undefined) return { root: scratch.copy(against, "before"), source: against };
  const found =
    copyFromJournal(server.root, scratch) ?? (await copyFromGit(server, scratch));
  if (found) return found;
  throw new UserError(
    `${server.root}: what the server was before its retrofit is in no journal and in no commit; name a folder with it: --against DIR`,
  );
}
