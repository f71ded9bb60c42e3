/** Measures whole processes, ours and a peer's in turn, so that a slow machine slows both. */

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/**
 * One run: wall-clock seconds, seconds of all processors together, and the peak of resident memory in MiB (the last
 * two on Linux only, else NaN).
 */
export interface Sample {
  readonly seconds: number;
  readonly cpu: number;
  readonly mebibytes: number;
}

/** Medians of both, and of the ratios of each pair (ours / peer). */
export interface Pairing {
  readonly ours: Sample;
  readonly peer: Sample;
  readonly timeRatio: number;
  readonly cpuRatio: number;
  readonly memoryRatio: number;
}

/** Runs both commands in turn, `rounds` times after one round that is not counted. */
export async function pair(ours: Command, peer: Command, rounds: number): Promise<Pairing> {
  const samples: [Sample, Sample][] = [];
  for (let round = 0; round <= rounds; round++) {
    const sample: [Sample, Sample] = [await run(ours), await run(peer)];
    if (round > 0) samples.push(sample);
  }
  return {
    ours: medianOf(samples.map(([our]) => our)),
    peer: medianOf(samples.map(([, other]) => other)),
    timeRatio: median(samples.map(([our, other]) => our.seconds / other.seconds)),
    cpuRatio: median(samples.map(([our, other]) => our.cpu / other.cpu)),
    memoryRatio: median(samples.map(([our, other]) => our.mebibytes / other.mebibytes)),
  };
}

/** Runs a command to its end, its output thrown away. Exit codes say nothing about time, so any will do. */
export function run({ program, args, cwd }: Command): Promise<Sample> {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(program, args, { cwd, stdio: "ignore" });
    let [mebibytes, cpu] = [Number.NaN, Number.NaN];
    const watch = setInterval(() => {
      mebibytes = peakOf(child.pid) ?? mebibytes;
      cpu = cpuOf(child.pid) ?? cpu;
    }, 5);
    child.on("error", reject);
    child.on("exit", () => {
      clearInterval(watch);
      resolve({ seconds: Number(process.hrtime.bigint() - start) / 1e9, cpu, mebibytes });
    });
  });
}

/** The kernel's own high-water mark of a process (VmHWM of proc(5), in KiB), while it lives. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const peak = /^VmHWM:\s+(\d+)/m.exec(status)?.[1];
    return peak === undefined ? undefined : Number(peak) / 1024;
  } catch {
    return undefined;
  }
}

/** The seconds of a process and its threads, in user code and in the kernel (fields 14 and 15 of proc(5)'s stat). */
function cpuOf(pid: number | undefined): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [user, system] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 13);
    return (Number(user) + Number(system)) / TICKS;
  } catch {
    return undefined;
  }
}

/** How many ticks Linux tells of a second. */
const TICKS = 100;

function medianOf(samples: readonly Sample[]): Sample {
  return {
    seconds: median(samples.map(({ seconds }) => seconds)),
    cpu: median(samples.map(({ cpu }) => cpu)),
    mebibytes: median(samples.map(({ mebibytes }) => mebibytes)),
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
