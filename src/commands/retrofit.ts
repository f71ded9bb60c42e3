/** `retrofit`: scan, show, and write what is accepted. */

import { resolve } from "node:path";
import { apply } from "../disk/apply.js";
import { diffRootOf } from "../disk/git.js";
import { UserError } from "../errors.js";
import type { Change } from "../plan/compose.js";
import { diffOf } from "../plan/diff.js";
import { count } from "../report/count.js";
import { problemLine, shownPath } from "../report/places.js";
import { serverSummary } from "../report/summary.js";
import { changesOf, totalLine } from "../report/total.js";
import { vendoredLine } from "../report/vendored.js";
import type { Proposed } from "../review/state.js";
import type { Prepared } from "../run/prepare.js";
import type { Problem, Settings } from "../types.js";
import { leaveTodo, sayWritten } from "./afterwards.js";
import type { Io } from "./io.js";
import { look } from "./look.js";
import { writePlanPage } from "./plan-page.js";
import { mayWriteOver } from "./uncommitted.js";
import { settleUnfinished } from "./unfinished.js";

export interface RetrofitOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  /** Write into files that have changes which are not committed. */
  readonly allowDirty?: boolean;
  readonly style?: Settings["style"];
  /** The folder to write two patches into, instead of the servers. */
  readonly split?: string;
  /** Say problems, and nothing else. */
  readonly quiet?: boolean;
  /** The file for the list of what is left for people. */
  readonly todo?: string;
  /** The file for a page that shows what would be written: nothing else is written then. */
  readonly html?: string;
}

/** "incomplete" means that something was left as it was, and a line has said what and why. */
export type RetrofitOutcome = "done" | "incomplete" | "cancelled";

/** Plans the servers under the paths, shows it, and writes what is accepted: all of it or nothing. */
export async function retrofit(
  paths: readonly string[],
  options: RetrofitOptions,
  io: Io,
): Promise<RetrofitOutcome> {
  const isDry = options.dryRun || options.split !== undefined || options.html !== undefined;
  const mayWrite = !isDry && (options.yes || io.interactive);
  const found = await look(paths, "prepare", {
    overrides: options.style ? { style: options.style } : {},
    settle: mayWrite ? (homes) => settleUnfinished(homes, io) : undefined,
    progress: io.progress,
  });
  const problems = [...found.problems, ...found.servers.flatMap(({ gated }) => gated.problems)];
  const changes = changesOf(found.servers);
  const run: Run = { servers: found.servers, changes, problems, options, io };
  if (options.dryRun) showDiffs(changes, io);
  // In a terminal the first screen shows it.
  if (!mayWrite || options.yes || changes.length === 0) summarize(run);
  if (options.split !== undefined) await writeSplit(changes, found.servers, options.split, io);
  if (options.html !== undefined) await writePlanPage(options.html, found.servers, problems, io);
  if (!isDry && changes.length > 0) return mayWrite ? settled(run) : refuse();
  if (options.todo !== undefined) await leave(run, [], problems);
  return outcomeOf(problems);
}

/** A run once everything is planned. */
interface Run {
  readonly servers: readonly Prepared[];
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
  readonly options: RetrofitOptions;
  readonly io: Io;
}

/** Writes what is accepted, and says what to do next. */
async function settled(run: Run): Promise<RetrofitOutcome> {
  const { servers, changes, problems, options, io } = run;
  if (!options.allowDirty && !(await mayWriteOver(changes, io))) return cancelled(io);
  const accepted = options.yes ? { servers, problems: [] } : await converse(servers, problems, io);
  if (accepted === "cancel") return cancelled(io);
  const all = [...problems, ...accepted.problems];
  await write(accepted.servers, changesOf(accepted.servers), all, toldIn(run));
  await leave(run, accepted.servers, all);
  return outcomeOf(all);
}

function summarize(run: Run): void {
  const { servers, changes, problems, options, io } = run;
  showSummary(servers, changes, problems, toldIn(run));
  if (options.quiet) for (const each of problems) io.say(problemLine(each, io.cwd));
}

function leave(run: Run, written: readonly Prepared[], problems: readonly Problem[]) {
  return leaveTodo({ found: run.servers, written, problems }, run.options.todo, toldIn(run));
}

/** For what need not be said. */
function toldIn({ options, io }: Run): Io {
  return options.quiet ? { ...io, say: () => {} } : io;
}

function refuse(): never {
  throw new UserError(noTerminal);
}

export const noTerminal =
  "nothing was written: there is no terminal to ask in; say --yes to write, or --dry-run for the diff";

/** What somebody accepts in a terminal. */
async function converse(
  servers: readonly Prepared[],
  problems: readonly Problem[],
  io: Io,
): Promise<Pick<Proposed, "servers" | "problems"> | "cancel"> {
  const { review } = await import("../review/review.js");
  const { openTerminal } = await import("../review/terminal.js");
  const terminal = openTerminal();
  const answer = await review(servers, problems, io, terminal).finally(() => terminal.close());
  if (answer === "write nothing") return { servers: [], problems: [] };
  return answer === "cancel" ? answer : answer.write;
}

/** Says that nothing came of a run, since somebody wanted it so. */
export function cancelled(io: Io): RetrofitOutcome {
  io.say("Cancelled: nothing was written.");
  return "cancelled";
}

export async function write(
  servers: readonly Prepared[],
  changes: readonly Change[],
  problems: readonly Problem[],
  io: Io,
): Promise<RetrofitOutcome> {
  io.progress.at(`writing ${count(changes.length, "file")}`);
  await apply(
    changes,
    servers.flatMap(({ hashes }) => [...hashes]),
    servers.map(({ plan }) => plan.server),
  );
  await sayWritten(servers, io);
  return outcomeOf(problems);
}

export function showDiffs(changes: readonly Change[], io: Io): void {
  const root = rootOf(changes, io);
  for (const change of changes) io.out(diffOf(change, root));
}

async function writeSplit(
  changes: readonly Change[],
  servers: readonly Prepared[],
  folder: string,
  io: Io,
): Promise<void> {
  const { splitOf } = await import("../plan/split.js");
  const { writePatches } = await import("../disk/patches.js");
  const root = rootOf(changes, io);
  const planned = servers.map(({ plan }) => plan.server);
  const paths = writePatches(splitOf(changes, planned, root), resolve(io.cwd, folder));
  const shown = paths.map((path) => shownPath(path, io.cwd)).join(" ");
  if (paths.length > 0) io.say(`To apply them, in ${root}: git apply ${shown}`);
}

function rootOf(changes: readonly Change[], io: Io): string {
  return diffRootOf(
    changes.map(({ path }) => path),
    io.cwd,
  );
}

export function showSummary(
  servers: readonly Prepared[],
  changes: readonly Change[],
  problems: readonly Problem[],
  io: Io,
): void {
  for (const { plan, gated } of servers) {
    const findings = [...plan.scan.findings, ...gated.findings];
    io.say(serverSummary(plan, findings, io.cwd, io.paint));
  }
  for (const problem of problems) io.say(io.paint.red(problemLine(problem, io.cwd)));
  io.say(totalLine(servers, changes));
  const vendored = vendoredLine(changes, rootOf(changes, io));
  if (vendored) io.say(io.paint.dim(vendored));
}

export function outcomeOf(problems: readonly Problem[]): RetrofitOutcome {
  return problems.length > 0 ? "incomplete" : "done";
}
