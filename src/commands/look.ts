/** What every command begins with: find the servers and prepare each of them. */

import { statSync } from "node:fs";
import { resolve } from "node:path";
import { withConfigFindings } from "../config/findings.js";
import { createFileStore } from "../disk/files.js";
import { unfinishedHomes } from "../disk/transaction/home.js";
import { UserError } from "../errors.js";
import { languages } from "../languages/registry.js";
import { countedOnce, hasTools, type ServerPlan } from "../plan/plan.js";
import { type Progress, silent } from "../progress/progress.js";
import { count } from "../report/count.js";
import { type Discovery, discover } from "../run/discover.js";
import type { Outcome, Step } from "../run/prepare.js";
import { createThreads, type Threads } from "../run/threads.js";
import type { Finding, Problem, Settings } from "../types.js";

/** What there is under the paths. */
export interface Look<T> {
  readonly servers: readonly T[];
  readonly problems: readonly Problem[];
  /** What is about no server. */
  readonly findings: readonly Finding[];
}

/** What is done, before anything is planned, where a run before this one was cut short. */
export type Settle = (homes: readonly string[]) => Promise<unknown>;

const report: Settle = async (homes) => {
  const { reportUnfinished } = await import("./unfinished.js");
  return reportUnfinished(homes);
};

export interface LookOptions {
  /** The choices made on the command line. */
  readonly overrides?: Partial<Settings>;
  readonly settle?: Settle | undefined;
  readonly progress?: Progress;
}

/**
 * Takes every server under the paths through a step. Throws UserError where there is no server at all, and where a run
 * was cut short and nothing settles it.
 */
export async function look<S extends Step>(
  paths: readonly string[],
  step: S,
  options: LookOptions = {},
): Promise<Look<Outcome<S>>> {
  const { found, all } = await taken(paths, step, options);
  const counted = countedOnce(all.filter(({ plan }) => hasTools(plan)));
  const servers = await withConfigFindings(counted, all, paths);
  const heard = all.length === 1 ? all : servers;
  const problems = [
    ...found.problems,
    ...all.flatMap(({ plan }) => plan.unread),
    ...heard.flatMap(({ plan }) => plan.scan.problems),
  ];
  const findings = await fewerThanExpected(all, paths);
  const isNothing = servers.length + problems.length + findings.length === 0;
  if (isNothing && !paths.every(isFile)) throw await noServer(paths);
  return { servers, problems, findings };
}

/** Hooks name every file that changes, of which some belong to no server. */
function isFile(path: string): boolean {
  return !statSync(resolve(path)).isDirectory();
}

async function fewerThanExpected(
  all: readonly { readonly plan: ServerPlan }[],
  paths: readonly string[],
): Promise<Finding[]> {
  const plans = all.map(({ plan }) => plan);
  if (!plans.some(({ settings }) => settings.expect)) return [];
  const { missingFrom } = await import("../config/expected.js");
  return missingFrom(
    plans,
    paths.map((path) => resolve(path)),
  );
}

/** The servers, and what the step gave for each of them. */
async function taken<S extends Step>(
  paths: readonly string[],
  step: S,
  { overrides = {}, settle = report, progress = silent }: LookOptions,
) {
  const threads = createThreads();
  try {
    progress.at("looking for servers");
    const found = await settledServers(paths, threads, settle);
    const tasks = found.servers.map((server) => ({ server, overrides }));
    const what = step === "prepare" || step === "record" ? "planning" : "scanning";
    const said = (done: number): void =>
      progress.at(`${what}: ${done} of ${count(tasks.length, "server")}`);
    return { found, all: await threads.takeThrough(step, tasks, said) };
  } finally {
    progress.clear();
    await threads.end();
  }
}

/** What a run that was cut short left behind must not be taken for the server: it is looked for again without that. */
async function settledServers(
  paths: readonly string[],
  threads: Threads,
  settle: Settle,
): Promise<Discovery> {
  const found = serversUnder(paths, threads);
  const homes = unfinishedHomes(found.servers.map(({ root }) => root));
  if (homes.length === 0) return found;
  await settle(homes);
  return serversUnder(paths, threads);
}

/** The bytes that finding the servers took are let go with the store: each server is read afresh. */
function serversUnder(paths: readonly string[], threads: Threads): Discovery {
  const targets = paths.map((path) => resolve(path));
  return discover(targets, languages, createFileStore(), threads.expect);
}

async function noServer(paths: readonly string[]): Promise<UserError> {
  const labels = languages.map(({ label }) => label).join(" or ");
  const files = createFileStore();
  const asked = paths.flatMap((path) => languages.map((each) => each.hint?.(resolve(path), files)));
  const hints = (await Promise.all(asked)).filter((hint) => hint !== undefined);
  const remedy = hints.length > 0 ? hints.join("; ") : "name the server's own folder";
  return new UserError(
    `${paths.join(", ")}: no MCP server here: no ${labels} source registers a tool; ${remedy}`,
  );
}
