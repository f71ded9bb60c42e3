/** The tests of the Python credential services, which pytest runs with each set of versions that they support. */

import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { ensurePythonEnv, runPytest } from "../../support/python-env.js";

const folder = fileURLToPath(new URL("../python", import.meta.url));

/** How much of a failed run is shown: its last failures and the short summary. */
const LOG_CHARACTERS = 6000;

/** Expects that pytest, run with these options, passes. */
export async function expectPassing(requirements: string, options: readonly string[]) {
  const python = await ensurePythonEnv(`${folder}/${requirements}`);
  const { code, output } = await runPytest(python, folder, options);
  // What failed stands in the assertion as well: the run's own output is far above it in a log.
  expect(code, output.slice(-LOG_CHARACTERS)).toBe(0);
  expect(output.split("\n").at(-1)).toMatch(/\d+ passed/);
}

/** Those that start servers, or check the sources: they run beside the others, of which coverage is taken. */
export const apart = [
  "test_isolation_over_mcp.py",
  "test_lowlevel_over_stdio.py",
  "test_other_requests.py",
  "test_secrets.py",
  "test_static.py",
];

/** What differs between the versions of the libraries: the others are run with one set of them. */
export const againstLibraries = [
  "test_isolation.py",
  "test_isolation_over_mcp.py",
  "test_answers.py",
  "test_dependencies.py",
  "test_hooks.py",
  "test_lowlevel_over_stdio.py",
  "test_other_requests.py",
  "test_processes.py",
  "test_work_that_outlives_its_call.py",
];
