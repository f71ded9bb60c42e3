/**
 * `npm run kills -- [kills] [seed]`: every call of the file system failed in turn, the power cut behind each step in
 * simulation, then so many kills (1,000), each in a git work tree and outside of any by turns. Prints the counts; exit 1 where anything but all or nothing was left.
 */

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failEach, failings } from "./failing.js";
import { type Kill, killOnce, measure, type Outcome, plan } from "./killing.js";
import { cutPower, doings, losses } from "./power.js";
import { createSandbox, type Sandbox } from "./sandbox.js";

const [count = 1000, seed = 1] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "kills-of-retrofit-"));
process.env.XDG_STATE_HOME = join(folder, "state");
let problems = 0;

try {
  const sandboxes = [await sandbox("tree", true), await sandbox("plain", false)];
  await failAll(sandboxes);
  await cutAll(sandboxes);
  await killAll(sandboxes);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = problems > 0 ? 1 : 0;

async function sandbox(name: string, inGit: boolean): Promise<Sandbox> {
  mkdirSync(join(folder, name));
  return createSandbox(join(folder, name), inGit);
}

async function failAll(sandboxes: readonly Sandbox[]): Promise<void> {
  for (const failing of failings) {
    for (const [index, each] of sandboxes.entries()) {
      const found = await failEach(each, failing, 1);
      const what = `${failing.name}, ${whereOf(index)}`;
      console.log(`${what}: ${found.tried} tried, ${found.problems.length} problems`);
      tell(found.problems);
    }
  }
}

async function cutAll(sandboxes: readonly Sandbox[]): Promise<void> {
  for (const doing of doings) {
    for (const loss of Object.keys(losses)) {
      for (const [index, each] of sandboxes.entries()) {
        const found = await cutPower(each, doing, loss, 1);
        const what = `the power is cut in a ${doing}, losing ${loss}, ${whereOf(index)}`;
        console.log(`${what}: ${found.tried} tried, ${found.problems.length} problems`);
        tell(found.problems);
      }
    }
  }
}

function whereOf(index: number): string {
  return index === 0 ? "in a git work tree" : "outside of any";
}

async function killAll(sandboxes: readonly Sandbox[]): Promise<void> {
  const sizes = await measure(sandboxes[0] as Sandbox);
  for (const [doing, { renames, writes, milliseconds }] of Object.entries(sizes)) {
    console.log(
      `${doing}: ${renames} renames, ${writes} calls that write, ${milliseconds.toFixed(0)} ms`,
    );
  }
  const tally = new Map<string, number>();
  for (const [index, kill] of plan(sizes, count, randomFrom(seed)).entries()) {
    const outcome = await killOnce(sandboxes[index % sandboxes.length] as Sandbox, kill);
    const key = `${kill.doing} ${kill.signal} ${placeOf(kill)}: ${sayOf(outcome)}`;
    tally.set(key, (tally.get(key) ?? 0) + 1);
    if ((index + 1) % 100 === 0) console.error(`${index + 1} of ${count}`);
    if (outcome.problem) tell([`${JSON.stringify(kill)}: ${outcome.problem}`]);
  }
  for (const [key, times] of [...tally].sort()) console.log(`${String(times).padStart(5)}  ${key}`);
  console.log(`${count} kills (seed ${seed}), ${problems} problems in all`);
}

function placeOf({ moment }: Kill): string {
  if ("delay" in moment) return "at a random moment";
  return moment.call.names.length === 1 ? "at a rename" : "at a call that writes";
}

function sayOf({ left, problem }: Outcome): string {
  if (problem) return "PROBLEM";
  return left === "between" ? "left unfinished, then recovered" : `left all ${left}`;
}

function tell(lines: readonly string[]): void {
  problems += lines.length;
  for (const line of lines) console.log(`  PROBLEM ${line}`);
}

/** The same numbers for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
