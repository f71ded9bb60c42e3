/** Ends the program while it works, over and over, and looks at what is left: all or nothing, and nothing else. */

import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandsIn } from "../support/command.js";
import { programPath } from "../support/program.js";
import { differences } from "../support/tree.js";
import { writing } from "./faults.mjs";
import { isUnfinished, litterOf, type Sandbox, type State, stateOf } from "./sandbox.js";

const preload = fileURLToPath(new URL("faults.mjs", import.meta.url));

/** What the program does when it is ended. A recovery is an undo of a run that was killed before. */
const doings = ["run", "undo", "recovery"] as const;
type Doing = (typeof doings)[number];
const signals = ["SIGINT", "SIGTERM", "SIGKILL"] as const;
type Signal = (typeof signals)[number];

/** Where it is ended: at a call of the file system, or so many milliseconds after its start. */
export interface Kill {
  readonly doing: Doing;
  readonly signal: Signal;
  readonly moment: { readonly call: Call } | { readonly delay: number };
}

interface Call {
  readonly names: readonly string[];
  readonly at: number;
  readonly behind: boolean;
}

/** How much there is to end. */
export interface Size {
  readonly renames: number;
  readonly writes: number;
  readonly milliseconds: number;
}

/** Counts the calls and the time of each doing when nothing ends it. */
export async function measure(sandbox: Sandbox): Promise<Record<Doing, Size>> {
  const sizes = {} as Record<Doing, Size>;
  for (const doing of doings) {
    const renames = await countCalls(sandbox, doing, ["renameSync"]);
    const start = performance.now();
    const writes = await countCalls(sandbox, doing, writing);
    sizes[doing] = { renames, writes, milliseconds: performance.now() - start };
  }
  return sizes;
}

async function countCalls(
  sandbox: Sandbox,
  doing: Doing,
  names: readonly string[],
): Promise<number> {
  await prepare(sandbox, doing);
  const count = join(sandbox.cwd, "../count");
  rmSync(count, { force: true });
  await start(sandbox, doing, { names, count });
  return Number(readFileSync(count, "utf8"));
}

/**
 * So many kills: at every rename of every doing, before and behind it, by each signal in turn; then at any call that
 * writes, and at any moment. `random` gives numbers from 0 to below 1.
 */
export function plan(sizes: Record<Doing, Size>, count: number, random: () => number): Kill[] {
  const atRenames = doings.flatMap((doing) =>
    Array.from({ length: sizes[doing].renames }, (_, index) => index + 1).flatMap((at) =>
      [false, true].map((behind) => ({ doing, call: { names: ["renameSync"], at, behind } })),
    ),
  );
  const spread = atRenames.length <= count / 2 ? atRenames : sample(atRenames, count / 2, random);
  const first = spread.map(({ doing, call }, index): Kill => {
    return { doing, signal: signals[index % 3] as Signal, moment: { call } };
  });
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const rest = Array.from({ length: count - first.length }, (_, index): Kill => {
    const doing = pick(doings);
    const { writes, milliseconds } = sizes[doing];
    const at = 1 + Math.floor(random() * writes);
    const call = { names: writing, at, behind: random() < 0.5 };
    const moment = index % 2 === 0 ? { call } : { delay: random() * milliseconds * 1.1 };
    return { doing, signal: pick(signals), moment };
  });
  return [...first, ...rest];
}

function sample<T>(list: readonly T[], count: number, random: () => number): T[] {
  const marked = list.map((each) => ({ each, rank: random() })).sort((a, b) => a.rank - b.rank);
  return marked.slice(0, Math.ceil(count)).map(({ each }) => each);
}

export interface Outcome {
  /** What the program left behind before anything recovered it. */
  readonly left: "before" | "after" | "between";
  readonly problem?: string;
}

/** Ends the program once, recovers what it left, and looks. */
export async function killOnce(sandbox: Sandbox, kill: Kill): Promise<Outcome> {
  await prepare(sandbox, kill.doing);
  const { signal, moment } = kill;
  if ("call" in moment) await start(sandbox, kill.doing, { ...moment.call, signal });
  else await start(sandbox, kill.doing, {}, { signal, delay: moment.delay });
  const wasUnfinished = isUnfinished(sandbox);
  const state = stateOf(sandbox);
  const left = wasUnfinished || state.startsWith("neither") ? "between" : (state as State);
  const problem =
    left !== "between"
      ? undefined
      : wasUnfinished
        ? await problemOfRecovery(sandbox, kill)
        : `nothing tells that it is unfinished: ${state}`;
  return { left, ...(problem && { problem }) };
}

async function problemOfRecovery(sandbox: Sandbox, kill: Kill): Promise<string | undefined> {
  // Both can be caught: the program had to take back what it wrote before it ended. At a random moment they may
  // come before it listens, or to a recovery, which is left to the next one.
  if (kill.signal !== "SIGKILL" && kill.doing !== "recovery") return "a signal left it unfinished";
  const { check, dryRun, undo, write } = commandsIn(sandbox.cwd);
  for (const look of [check, dryRun]) {
    const { outcome, said } = await look();
    if (outcome !== "UserError" || !said.includes("cut short")) return `not reported: ${said}`;
  }
  const { said } = await (kill.doing === "undo" ? write : undo)();
  if (!said.includes("had been cut short")) return `not said: ${said}`;
  const state = stateOf(sandbox);
  if (state.startsWith("neither")) return state;
  return litterOf(sandbox).length > 0 ? `left: ${litterOf(sandbox)}` : undefined;
}

/** Brings the sandbox to where the doing begins. */
async function prepare(sandbox: Sandbox, doing: Doing): Promise<void> {
  sandbox.reset(doing === "undo" ? "after" : "before");
  if (doing !== "recovery") return;
  // The journal's rename, and those of all files but one.
  const call = { names: ["renameSync"], at: changedFiles(sandbox), behind: true };
  await start(sandbox, "run", { ...call, signal: "SIGKILL" });
  if (!isUnfinished(sandbox)) throw new Error("there is nothing to recover");
}

function changedFiles({ trees: { before, after } }: Sandbox): number {
  return differences(before, after).filter((path) => !after[path]?.endsWith(" folder")).length;
}

const commands: Record<Doing, readonly string[]> = {
  run: ["--yes", "--allow-dirty", "."],
  undo: ["undo"],
  recovery: ["undo"],
};

/** Runs the program and waits for its end, which may come at a call (`fault`) or after a delay. */
function start(
  { cwd, home }: Sandbox,
  doing: Doing,
  fault: Partial<Call> & { signal?: Signal; count?: string },
  late?: { signal: Signal; delay: number },
): Promise<void> {
  const child = spawn(process.execPath, ["--import", preload, programPath, ...commands[doing]], {
    cwd,
    stdio: "ignore",
    env: {
      ...process.env,
      RETROFIT_TEST_FAULT: JSON.stringify({ below: [cwd, home], ...fault }),
    },
  });
  const timer = late && setTimeout(() => child.kill(late.signal), late.delay);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
