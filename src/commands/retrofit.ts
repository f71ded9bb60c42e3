/** `retrofit`: scan, show, and write what is accepted. */

import { resolve } from "node:path";
import { apply } from "../disk/apply.js";
import { diffRootOf } from "../disk/git.js";
import { UserError } from "../errors.js";
import type { Change } from "../plan/compose.js";
import { diffOf } from "../plan/diff.js";
import { problemLine, shownPath } from "../report/places.js";
import { serverSummary } from "../report/summary.js";
import { changesOf, totalLine } from "../report/total.js";
import { vendoredLine } from "../report/vendored.js";
import type { Prepared } from "../run/prepare.js";
import type { Problem, Settings } from "../types.js";
import type { Io } from "./io.js";
import { look } from "./look.js";
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
}

/** "incomplete" means that something was left as it was, and a line has said what and why. */
export type RetrofitOutcome = "done" | "incomplete" | "cancelled";

/** Plans the servers under the paths, shows it, and writes what is accepted: all of it or nothing. */
export async function retrofit(
  paths: readonly string[],
  options: RetrofitOptions,
  io: Io,
): Promise<RetrofitOutcome> {
  const isDry = options.dryRun || options.split !== undefined;
  const mayWrite = !isDry && (options.yes || io.interactive);
  const found = await look(
    paths,
    "prepare",
    options.style ? { style: options.style } : {},
    mayWrite ? (homes) => settleUnfinished(homes, io) : undefined,
  );
  const problems = [...found.problems, ...found.servers.flatMap(({ gated }) => gated.problems)];
  const changes = changesOf(found.servers);
  if (options.dryRun) showDiffs(changes, io);
  const isConversation = mayWrite && !options.yes && changes.length > 0;
  if (!isConversation) showSummary(found.servers, changes, problems, io);
  if (options.split !== undefined) await writeSplit(changes, found.servers, options.split, io);
  if (isDry || changes.length === 0) return outcomeOf(problems);
  if (!mayWrite) throw new UserError(noTerminal);
  if (!options.allowDirty && !(await mayWriteOver(changes, io))) return cancelled(io);
  if (options.yes) return write(found.servers, changes, problems, io);
  return converse(found.servers, problems, io);
}

export const noTerminal =
  "nothing was written: there is no terminal to ask in; say --yes to write, or --dry-run for the diff";

async function converse(
  servers: readonly Prepared[],
  problems: readonly Problem[],
  io: Io,
): Promise<RetrofitOutcome> {
  const { review } = await import("../review/review.js");
  const { openTerminal } = await import("../review/terminal.js");
  const terminal = openTerminal();
  const answer = await review(servers, problems, io, terminal).finally(() => terminal.close());
  if (answer === "cancel") return cancelled(io);
  if (answer === "write nothing") {
    io.say("Nothing was written.");
    return outcomeOf(problems);
  }
  const { servers: accepted, problems: dropped } = answer.write;
  return write(accepted, changesOf(accepted), [...problems, ...dropped], io);
}

function cancelled(io: Io): RetrofitOutcome {
  io.say("Cancelled: nothing was written.");
  return "cancelled";
}

export async function write(
  servers: readonly Prepared[],
  changes: readonly Change[],
  problems: readonly Problem[],
  io: Io,
): Promise<RetrofitOutcome> {
  await apply(
    changes,
    servers.flatMap(({ hashes }) => [...hashes]),
    servers.map(({ plan }) => plan.server),
  );
  const written = `Written: ${totalLine(servers, changes)} (\`retrofit undo\` takes it back)`;
  io.say(changes.length > 0 ? written : "Nothing was written.");
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
