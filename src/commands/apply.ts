/** `retrofit apply`: writes what a plan says, and nothing else. */

import { unfinishedHomes } from "../disk/transaction/home.js";
import { UserError } from "../errors.js";
import { changesOf } from "../report/total.js";
import type { Io } from "./io.js";
import { openPlan } from "./opened-plan.js";
import { cancelled, noTerminal, type RetrofitOutcome, showSummary, write } from "./retrofit.js";
import { mayWriteOver } from "./uncommitted.js";
import { settleUnfinished } from "./unfinished.js";

export interface ApplyOptions {
  readonly yes?: boolean;
  /** Write into files that have changes which are not committed. */
  readonly allowDirty?: boolean;
}

/**
 * Writes a plan into the checkout in `folder`, or in the folder that the command runs in. Throws UserError, and writes
 * nothing, for what is no plan, and where something that the plan was made from is not as it was.
 */
export async function applyPlan(
  file: string,
  folder: string | undefined,
  { yes, allowDirty }: ApplyOptions,
  io: Io,
): Promise<RetrofitOutcome> {
  const opened = openPlan(file, folder, io.cwd);
  if (!yes && !io.interactive) throw new UserError(noTerminal);
  await settleUnfinished(unfinishedHomes(opened.roots), io);
  const drift = opened.drift();
  if (drift !== undefined) throw new UserError(`${drift}; nothing was written`);
  const servers = opened.servers();
  const changes = changesOf(servers);
  showSummary(servers, changes, opened.problems, io);
  if (changes.length === 0) return "done";
  if (!allowDirty && !(await mayWriteOver(changes, io))) return cancelled(io);
  if (!yes && !(await isConfirmed(changes.length))) return cancelled(io);
  // What was left out was said when it was planned: all of the plan is done.
  return write(servers, changes, [], io);
}

async function isConfirmed(files: number): Promise<boolean> {
  const { confirm } = await import("@clack/prompts");
  return (
    (await confirm({ message: `Write ${files === 1 ? "this file" : `these ${files} files`}?` })) ===
    true
  );
}
