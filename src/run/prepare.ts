/** One server from its files on: the unit of work of a run, with a store of its own that goes when it is done. */

import { loadSettings } from "../config/load.js";
import { createFileStore, type FileStore } from "../disk/files.js";
import type { Disk } from "../disk/path-cache.js";
import type { Reads } from "../disk/reads.js";
import type { Gated } from "../plan/gates/index.js";
import { planServer, type ServerPlan } from "../plan/plan.js";
import type { Server, Settings } from "../types.js";

/** Which server, and the choices made on the command line. */
export interface Task {
  readonly server: Server;
  readonly overrides: Partial<Settings>;
}

export interface Planned {
  readonly plan: ServerPlan;
}

/** A plan, and every file that was read or looked for to make it. */
export interface Traced extends Planned {
  readonly reads: readonly string[];
}

/** A plan with everything of it composed and gated. */
export interface Prepared extends Planned {
  readonly gated: Gated;
  /** The hash of every file that was read for it. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** As prepared, with all that the plan depends on, also what was looked for and was not there. */
export interface Recorded extends Prepared {
  readonly reads: Reads;
  /** The server's sources as they were found, also those that were left out then. */
  readonly listed: readonly string[];
}

/** How far a command needs its servers taken. What a step gives is plain data: it may come from another thread. */
export const steps = { plan, trace, alone, prepare, record };
export type Step = keyof typeof steps;
export type Outcome<S extends Step> = Awaited<ReturnType<(typeof steps)[S]>>;

async function plan(task: Task, disk: Disk): Promise<Planned> {
  return { plan: await planWith(task, createFileStore(disk)) };
}

async function trace(task: Task, disk: Disk): Promise<Traced> {
  const files = createFileStore(disk);
  return { plan: await planWith(task, files), reads: [...files.seen().keys()] };
}

/** As `trace`, with the edits of every fix that needs no new file. */
async function alone(task: Task, disk: Disk): Promise<Traced> {
  const { withAlone } = await import("../plan/alone.js");
  const files = createFileStore(disk);
  const plan = await planWith(task, files);
  const reads = [...files.seen().keys()];
  return { plan: await withAlone(plan, files), reads };
}

/** What only this step needs is loaded here: a check is to start quickly. */
async function prepare(task: Task, disk: Disk): Promise<Prepared> {
  return prepareFrom(task, createFileStore(disk));
}

/** As `prepare`, for whoever carries the plan out later and perhaps elsewhere. */
async function record(task: Task, disk: Disk): Promise<Recorded> {
  const { createRecorder } = await import("../disk/reads.js");
  const recorder = createRecorder(disk);
  const prepared = await prepareFrom(task, recorder.files);
  return { ...prepared, reads: recorder.reads(), listed: task.server.files };
}

async function prepareFrom(task: Task, files: FileStore): Promise<Prepared> {
  const { everything } = await import("../plan/compose.js");
  const { composeGated } = await import("../plan/gates/index.js");
  const { hashesOf } = await import("../disk/hashes.js");
  const plan = await planWith(task, files);
  const gated = await composeGated(plan, everything(plan), files);
  return { plan, gated, hashes: hashesOf(files) };
}

async function planWith({ server, overrides }: Task, files: FileStore): Promise<ServerPlan> {
  const { settings, source } = await loadSettings(server.root, files);
  const plan = await planServer(server, files, { ...settings, ...overrides });
  return source ? { ...plan, config: source } : plan;
}
