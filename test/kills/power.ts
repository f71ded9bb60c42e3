/**
 * Power cuts in simulation: for a moment of a run, a disk is made up on which what was not synced by then is lost or
 * torn, as POSIX allows it, and the run is recovered from there. Real file systems lose less.
 */

import { dirname } from "node:path";
import { commandsIn } from "../support/command.js";
import { type Change, record, type Step } from "./recording.js";
import { isUnfinished, litterOf, type Sandbox, stateOf } from "./sandbox.js";
import { copyOf, type Disk, diskOf, put } from "./snapshot.js";

type Doing = "write" | "undo";
export const doings: readonly Doing[] = ["write", "undo"];

/** What is lost of all that nothing had synced. */
export const losses: Readonly<Record<string, (change: Change, index: number) => boolean>> = {
  everything: () => true,
  "what is in files, but no names": ({ of }) => typeof of[0] === "number",
  "names, but nothing that is in files": ({ of }) => typeof of[0] === "string",
  "every other change": (_change, index) => index % 2 === 0,
};

/**
 * Cuts the power behind every `stride`th step of a command, and behind its last one. Gives how often, and a line for
 * each time that something else than all or nothing was left, or that a run was lost that had ended.
 */
export async function cutPower(
  sandbox: Sandbox,
  doing: Doing,
  loss: string,
  stride: number,
): Promise<{ tried: number; problems: string[] }> {
  const { cwd, home } = sandbox;
  sandbox.reset(doing === "write" ? "before" : "after");
  const start = diskOf([cwd, home]).set(dirname(home), "folder");
  const steps = await record([cwd, dirname(home)], commandsIn(cwd)[doing]);
  const moments = steps.map((_, index) => index + 1).filter((at) => at % stride === 0);
  const problems: string[] = [];
  for (const at of [...moments, steps.length]) {
    put(diskAfter(start, steps, at, loss), [cwd, home]);
    const problem = await problemAfter(sandbox, doing, at === steps.length);
    if (problem) problems.push(`step ${at} of ${steps.length}: ${problem}`);
  }
  return { tried: moments.length + 1, problems };
}

function diskAfter(start: Disk, steps: readonly Step[], at: number, loss: string): Disk {
  const disk = copyOf(start);
  const opened = new Map();
  const done = steps.slice(0, at);
  for (const [index, step] of done.entries()) {
    if ("syncs" in step) continue;
    const isSynced = done
      .slice(index)
      .some((each) => "syncs" in each && step.of.includes(each.syncs));
    if (isSynced || !losses[loss]?.(step, index)) step.apply(disk, opened);
  }
  return disk;
}

async function problemAfter(
  sandbox: Sandbox,
  doing: Doing,
  isOver: boolean,
): Promise<string | undefined> {
  const { check, write, undo } = commandsIn(sandbox.cwd);
  const wasUnfinished = isUnfinished(sandbox);
  if (isOver && wasUnfinished) return "a run that has ended is unfinished";
  if (wasUnfinished) {
    const { said } = await check();
    if (!said.includes("cut short")) return `check does not tell: ${said}`;
    const recovery = await (doing === "undo" ? write : undo)();
    if (!recovery.said.includes("had been cut short")) return `not recovered: ${recovery.said}`;
  }
  const state = stateOf(sandbox);
  if (state.startsWith("neither")) return state;
  if (isOver && state !== (doing === "write" ? "after" : "before")) return `it was lost: ${state}`;
  const left = wasUnfinished ? litterOf(sandbox) : [];
  return left.length > 0 ? `left: ${left}` : undefined;
}
