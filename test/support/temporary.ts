/** Vitest's global setup: whatever a run leaves in the folder for temporary files goes with the run. */

import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives the tests, and the programs that they start, a folder of their own, also for the state of this user. Returns what removes it. */
export default function setUp(): () => void {
  // Not with the database's password in its name: a test looks for that in what is logged.
  const folder = mkdtempSync(join(tmpdir(), "tests-of-retrofit-"));
  // Run by root, the database starts as another user, who has to get to its files.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  process.env.XDG_STATE_HOME = join(folder, "state");
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
