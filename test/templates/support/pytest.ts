/** The tests of the Python credential services, which pytest runs with each set of versions that they support. */

import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { ensurePythonEnv, runPytest } from "../../support/python-env.js";

const folder = fileURLToPath(new URL("../python", import.meta.url));

/** Expects that pytest, run with these options, passes. */
export async function expectPassing(requirements: string, options: readonly string[]) {
  const python = await ensurePythonEnv(`${folder}/${requirements}`);
  const { code, summary } = await runPytest(python, folder, options);
  expect(summary).toMatch(/\d+ passed/);
  expect(code).toBe(0);
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
