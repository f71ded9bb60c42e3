/** A process with all that it starts: ended together, whatever it does. */

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { finished } from "node:stream/promises";
import { setTimeout as after } from "node:timers/promises";
import { UserError } from "../../errors.js";
import type { Program } from "../../languages/starting.js";
import type { Environment } from "./environment.js";

export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** The end of what it wrote to standard error. */
  said(): string;
  /** How the process ended and its last words, where it has. */
  endedHow(): string | undefined;
  /** Settles when the process has ended, with a word of how. */
  readonly ended: Promise<string>;
  /** Where it no longer listens: waits until it has said its last words, but not for long. */
  spoken(): Promise<void>;
  /** Ends it and everything that it started. */
  end(): Promise<void>;
}

/** A variable that all that a process starts inherits: by it those are found that left its group. */
const MARK = "MCP_RETROFIT_VERIFY";
const KEPT_CHARACTERS = 4000;
const PATIENCE_MS = 1500;

const alive = new Set<Running>();
let isStopping = false;

/** Throws once everything is being ended: nothing may be started any more. */
export function mayStart(): void {
  if (isStopping) throw new UserError("interrupted");
}

/** Starts a program in a process group of its own. Throws once `endAll` was called. */
export function start(program: Program, cwd: string, env: Environment): Running {
  mayStart();
  const mark = randomUUID();
  const child = spawn(program.command, [...program.args], {
    cwd,
    env: { ...env, [MARK]: mark },
    detached: true,
  });
  let said = "";
  child.stderr.on("data", (data: Buffer) => {
    said = (said + data).slice(-KEPT_CHARACTERS);
  });
  child.stdin.on("error", () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.on("error", ({ message }) => resolve(message));
    child.on("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  let how: string | undefined;
  void ended.then((end) => {
    how = end;
  });
  const running: Running = {
    endedHow: () => how && [how, ...said.trim().split("\n").slice(-1)].filter(Boolean).join(": "),
    child,
    said: () => said,
    ended,
    spoken: async () => {
      if (how === undefined && !child.stdin.destroyed) return;
      await orPatience(Promise.all([ended, finished(child.stderr).catch(() => undefined)]));
    },
    end: async () => {
      await end(running, mark);
      alive.delete(running);
    },
  };
  alive.add(running);
  return running;
}

/** Ends every process that is still there, and lets none be started any more. */
export async function endAll(): Promise<void> {
  isStopping = true;
  await Promise.all([...alive].map((each) => each.end()));
}

async function end({ child, ended }: Running, mark: string): Promise<void> {
  child.stdin.end();
  signal(child.pid, "SIGTERM");
  await orPatience(ended);
  signal(child.pid, "SIGKILL");
  for (const pid of marked(mark)) kill(pid);
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
}

/** Waits for something, and for no longer than the patience lasts. */
async function orPatience(something: Promise<unknown>): Promise<void> {
  const limit = new AbortController();
  await Promise.race([something, after(PATIENCE_MS, undefined, limit).catch(() => undefined)]);
  limit.abort();
}

/** Signals a whole group; it may be gone already. */
function signal(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid !== undefined) kill(-pid, name);
}

function kill(pid: number, name: NodeJS.Signals = "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** Processes that left their group, by the mark in their environment, where the system shows it. */
function marked(mark: string): number[] {
  try {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.filter((pid) => hasMark(pid, mark)).map(Number);
  } catch {
    return [];
  }
}

function hasMark(pid: string, mark: string): boolean {
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    return variables.includes(`${MARK}=${mark}`);
  } catch {
    return false;
  }
}
