/** Vitest's global setup: whatever a run leaves in the folder for temporary files goes with the run. */

import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Linux's folder in memory. */
const MEMORY = "/dev/shm";
/** Several times what a run of all tests has there at once. */
const ROOM = 4 * 2 ** 30;

/** Gives the tests, and the programs that they start, a folder of their own, also for the state of this user. Returns what removes it. */
export default function setUp(): () => void {
  const folder = newFolder();
  // Run by root, the database starts as another user, who has to get to its files.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  process.env.XDG_STATE_HOME = join(folder, "state");
  return () => remove(folder);
}

/** In memory where it can be: retrofits sync all that they write, and the tests make thousands of them. */
function newFolder(): string {
  if (!hasRoom()) return madeIn(tmpdir());
  const folder = madeIn(MEMORY);
  if (runsPrograms(folder)) return folder;
  remove(folder);
  return madeIn(tmpdir());
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}

/** Containers may forbid it there. */
function runsPrograms(folder: string): boolean {
  const program = join(folder, "program");
  writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
  return spawnSync(program).status === 0;
}

// Not with the database's password in its name: a test looks for that in what is logged.
function madeIn(parent: string): string {
  return mkdtempSync(join(parent, "tests-of-retrofit-"));
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
