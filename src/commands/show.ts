/** `retrofit show`: what a plan would write. Writes nothing. */

import { changesOf } from "../report/total.js";
import type { Io } from "./io.js";
import { openPlan } from "./opened-plan.js";
import { writePlanPage } from "./plan-page.js";
import { type RetrofitOutcome, showDiffs, showSummary } from "./retrofit.js";

export interface ShowOptions {
  /** The file for a page that shows it, in place of the diff. */
  readonly html?: string;
}

/**
 * Prints the diff of a plan on stdout, or makes a page of it, and says what it comes to. "incomplete" means that it does not fit the checkout, and
 * a line has said why: then only what can be told without the files is shown. Throws UserError for what is no plan.
 */
export async function show(
  file: string,
  folder: string | undefined,
  { html }: ShowOptions,
  io: Io,
): Promise<RetrofitOutcome> {
  const opened = openPlan(file, folder, io.cwd);
  const drift = opened.drift();
  const servers = opened.servers();
  const changes = changesOf(servers);
  if (drift === undefined) {
    if (html === undefined) showDiffs(changes, io);
    else await writePlanPage(html, servers, opened.problems, io);
  }
  showSummary(servers, changes, opened.problems, io);
  if (drift === undefined) return "done";
  io.say(io.paint.red(`${drift}; \`apply\` would write nothing here`));
  return "incomplete";
}
