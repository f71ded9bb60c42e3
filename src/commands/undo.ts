/** `retrofit undo`: takes the last run back. */

import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { createFileStore } from "../disk/files.js";
import { gitDirOf } from "../disk/git.js";
import { isWithin } from "../disk/paths.js";
import { homesOf, unfinishedHomes } from "../disk/transaction/home.js";
import { type Journal, runsIn } from "../disk/transaction/journal.js";
import { takeBack } from "../disk/transaction/take-back.js";
import { describeSystemError, UserError } from "../errors.js";
import { languages } from "../languages/registry.js";
import { count } from "../report/count.js";
import { shownPath } from "../report/places.js";
import { discover } from "../run/discover.js";
import type { Io } from "./io.js";
import { knowledge } from "./undo-knowledge.js";
import { reportUnfinished, settleUnfinished } from "./unfinished.js";

export interface UndoOptions {
  /** Only say which runs there are. */
  readonly list?: boolean;
}

/**
 * Takes the last run back that wrote below one of the paths, or lists all such runs. A run that was cut short is the
 * last one. Throws UserError where there is none, or where it cannot be taken back to the byte.
 */
export async function undo(
  paths: readonly string[],
  options: UndoOptions,
  io: Io,
): Promise<"done"> {
  const targets = (paths.length > 0 ? paths : ["."]).map((path) => realPath(path, io.cwd));
  const roots = targets.flatMap(rootsAt);
  const unfinished = unfinishedHomes(roots);
  if (options.list) await reportUnfinished(unfinished);
  else if (await isSettledBy(unfinished, io)) return "done";
  const runs = runsBelow(targets, homesOf(roots));
  if (options.list) listRuns(runs, io);
  else await undoLast(runs, io);
  return "done";
}

/** Whether what was cut short, and taken back now, is what whoever says undo means. */
async function isSettledBy(homes: readonly string[], io: Io): Promise<boolean> {
  const settled = await settleUnfinished(homes, io);
  return settled.some(
    ({ journal, outcome }) => (journal.undoes === undefined) === (outcome === "taken back"),
  );
}

function realPath(path: string, from: string): string {
  try {
    return realpathSync(resolve(from, path));
  } catch (error) {
    throw new UserError(`${path}: ${describeSystemError(error)}; name a server's folder`);
  }
}

/** A work tree has one home for all its servers; outside of any, each server has its own. */
function rootsAt(target: string): string[] {
  if (gitDirOf(target)) return [target];
  const { servers } = discover([target], languages, createFileStore());
  return servers.map(({ root }) => root);
}

/** The runs that wrote below these paths, the last one first. A run over several work trees has a journal in each. */
function runsBelow(targets: readonly string[], homes: readonly string[]): Journal[] {
  const all = new Map(homes.flatMap(runsIn).map((run) => [run.id, run]));
  const isBelow = ({ files }: Journal): boolean =>
    files.some(({ path }) => targets.some((target) => isWithin(path, target)));
  return [...all.values()].filter(isBelow).sort((a, b) => (a.id < b.id ? 1 : -1));
}

function listRuns(runs: readonly Journal[], io: Io): void {
  for (const { started, files, roots } of runs) {
    const added = files.filter(({ before }) => !before).length;
    const where = roots.map((root) => shownPath(root, io.cwd)).join(", ");
    const changed = count(files.length - added, "file");
    io.out(`${started}  ${changed} changed, ${added} added  ${where}\n`);
  }
  if (runs.length === 0) io.say(nothing);
}

const nothing = "There is no run to take back here.";

async function undoLast([run]: readonly Journal[], io: Io): Promise<void> {
  if (!run)
    throw new UserError(
      "there is no run to take back here; name the server, or the folder around it",
    );
  const { restored, unpicked, removed } = await takeBack(run, knowledge);
  const sum = `${count(restored.length, "file")} as before, ${removed.length} removed`;
  io.say(`Taken back: the run of ${run.started}: ${sum}`);
  for (const path of unpicked) {
    io.say(
      `${shownPath(path, io.cwd)}: edited since; what the run inserted is taken out, the rest is as you left it`,
    );
  }
}
