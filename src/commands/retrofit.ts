/** `retrofit`: scan, show, and write what is accepted. */

import { apply } from "../apply.js";
import { type Change, everything, type Selection } from "../compose.js";
import { diffOf } from "../diff.js";
import { UserError } from "../errors.js";
import { composeGated, type Gated } from "../gates.js";
import { diffRootOf } from "../git.js";
import type { ServerPlan } from "../plan.js";
import { problemLine } from "../report/places.js";
import { planLine, serverSummary } from "../report/summary.js";
import type { Problem, Settings } from "../types.js";
import type { Io } from "./io.js";
import { type Look, look } from "./look.js";

export interface RetrofitOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly style?: Settings["style"];
}

/** "incomplete" means that something was left as it was, and a line has said what and why. */
export type RetrofitOutcome = "done" | "incomplete" | "cancelled";

/** A plan with everything of it composed and gated. */
interface Ready {
  readonly plan: ServerPlan;
  readonly gated: Gated;
}

/** Plans the servers under the paths, shows it, and writes what is accepted: all of it or nothing. */
export async function retrofit(
  paths: readonly string[],
  options: RetrofitOptions,
  io: Io,
): Promise<RetrofitOutcome> {
  const found = await look(paths, options.style ? { style: options.style } : {});
  const ready: Ready[] = [];
  for (const plan of found.plans) {
    ready.push({ plan, gated: await composeGated(plan, everything(plan), found.files) });
  }
  const problems = [...found.problems, ...ready.flatMap(({ gated }) => gated.problems)];
  if (options.dryRun) showDiffs(ready, io);
  showSummary(ready, problems, io);
  if (options.dryRun || changesOf(ready).length === 0) return outcomeOf(problems);
  if (options.yes) return write(ready, found, problems, io);
  if (!io.interactive) throw new UserError(noTerminal);
  return converse(ready, found, problems, io);
}

const noTerminal =
  "nothing was written: there is no terminal to ask in; say --yes to write, or --dry-run for the diff";

async function converse(
  ready: readonly Ready[],
  found: Look,
  problems: readonly Problem[],
  io: Io,
): Promise<RetrofitOutcome> {
  const { review } = await import("../review/review.js");
  const accepted: Ready[] = [];
  for (const { plan, gated } of ready) {
    const answer = await review(plan, gated, found.files, io);
    if (answer === "cancel") return "cancelled";
    accepted.push({ plan, gated: await composeGated(plan, answer.selection, found.files) });
    if (answer.quit) break;
  }
  return write(accepted, found, problems, io);
}

function write(
  ready: readonly Ready[],
  found: Look,
  problems: readonly Problem[],
  io: Io,
): RetrofitOutcome {
  const changes = changesOf(ready);
  apply(changes, found.files.hashes());
  io.say(changes.length > 0 ? `Written: ${totalLine(ready)}` : "Nothing was written.");
  return outcomeOf(problems);
}

function showDiffs(ready: readonly Ready[], io: Io): void {
  const changes = changesOf(ready);
  const root = diffRootOf(
    changes.map(({ path }) => path),
    io.cwd,
  );
  for (const change of changes) io.out(diffOf(change, root));
}

function showSummary(ready: readonly Ready[], problems: readonly Problem[], io: Io): void {
  for (const { plan, gated } of ready) {
    const findings = [...plan.scan.findings, ...gated.findings];
    io.say(serverSummary(plan, findings, io.cwd, io.paint));
  }
  for (const problem of problems) io.say(io.paint.red(problemLine(problem, io.cwd)));
  io.say(totalLine(ready));
}

function totalLine(ready: readonly Ready[]): string {
  const selections: Selection[] = ready.map(({ gated }) => gated.selection);
  const tools = selections.flatMap((selection) => selection.tools).length;
  const servers = ready.filter(({ gated }) => gated.changes.length > 0).length;
  return planLine(tools, servers, changesOf(ready));
}

function changesOf(ready: readonly Ready[]): Change[] {
  return ready.flatMap(({ gated }) => gated.changes);
}

function outcomeOf(problems: readonly Problem[]): RetrofitOutcome {
  return problems.length > 0 ? "incomplete" : "done";
}
