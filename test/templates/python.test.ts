import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { ensurePythonEnv, runPytest } from "../support/python-env.js";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "python");
const COVERAGE = ["--cov=cred_extract_services", "--cov-config=pyproject.toml"];
const LIMIT_MS = 15 * 60_000;

/** What differs between the versions of the libraries. */
const AGAINST_LIBRARIES = [
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

/** The versions that the template supports, and what is tested with each. */
const environments = [
  { name: "mcp-1-fastmcp-3", requirements: "requirements.txt", options: COVERAGE },
  { name: "oldest", requirements: "requirements-oldest.txt", options: AGAINST_LIBRARIES },
  {
    name: "newest",
    requirements: "requirements-newest.txt",
    options: [...AGAINST_LIBRARIES, "test_authorization.py"],
  },
];

describe("the Python credential services", () => {
  test.each(environments)(
    "pass their tests with $requirements",
    {
      timeout: LIMIT_MS,
    },
    async ({ name, requirements, options }) => {
      const python = await ensurePythonEnv(`template-${name}`, join(FOLDER, requirements));
      const { code, summary } = await runPytest(python, FOLDER, options);
      expect(summary).toMatch(/\d+ passed/);
      expect(code).toBe(0);
    },
  );
});
