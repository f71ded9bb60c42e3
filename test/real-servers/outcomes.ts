/** The outcomes of a server's own tests, before and after, by name. */

import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { shell, tail } from "./command.js";
import type { Tests } from "./entries.js";

export type Outcome = "passed" | "failed" | "skipped";

/** Test names, each with the file it is in, and how they ended. */
export type Outcomes = ReadonlyMap<string, Outcome>;

const report = join(tmpdir(), `real-servers-${process.pid}.json`);

const commands: Record<Tests["runner"], string> = {
  vitest: `vitest run --reporter=json --outputFile=${report} --no-file-parallelism`,
  jest: `node --experimental-vm-modules node_modules/jest/bin/jest.js --json --outputFile=${report} --runInBand`,
  pytest:
    "python -m pytest -q -p no:cacheprovider -p pytest_outcomes --continue-on-collection-errors",
};

/** Runs a server's own tests, one after another. Throws when the runner could not report at all. */
export function testOutcomes(tests: Tests, cwd: string, env: NodeJS.ProcessEnv): Outcomes {
  rmSync(report, { force: true });
  const ran = shell(`${commands[tests.runner]} ${tests.args ?? ""}`, cwd, {
    ...env,
    PYTHONPATH: import.meta.dirname,
    PYTHONDONTWRITEBYTECODE: "1",
    OUTCOMES_FILE: report,
  });
  let text: string;
  try {
    text = readFileSync(report, "utf8");
  } catch {
    throw new Error(`${tests.runner} reported nothing:\n${tail(ran.stdout + ran.stderr)}`);
  }
  return tests.runner === "pytest" ? fromLines(text) : fromJestJson(text, cwd);
}

/** One `[name, outcome]` pair in JSON a line; a test that fails in a second phase has failed. */
function fromLines(text: string): Outcomes {
  const outcomes = new Map<string, Outcome>();
  for (const line of text.split("\n").filter(Boolean)) {
    const [name, outcome] = JSON.parse(line) as [string, Outcome];
    if (outcomes.get(name) !== "failed") outcomes.set(name, outcome);
  }
  return outcomes;
}

interface JestReport {
  testResults: {
    name: string;
    status: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

/** What jest writes, and vitest too. A file that fails before its first test counts as one failed test. */
function fromJestJson(text: string, cwd: string): Outcomes {
  const outcomes = new Map<string, Outcome>();
  for (const { name, status, assertionResults } of (JSON.parse(text) as JestReport).testResults) {
    const file = relative(cwd, name);
    if (status === "failed" && assertionResults.length === 0) outcomes.set(file, "failed");
    for (const { fullName, status } of assertionResults) {
      outcomes.set(`${file} > ${fullName}`, known(status));
    }
  }
  return outcomes;
}

function known(status: string): Outcome {
  return status === "passed" || status === "failed" ? status : "skipped";
}

export interface TestChange {
  readonly passedBefore: number;
  readonly failedBefore: number;
  readonly passedAfter: number;
  /** Passed before, and now failed, skipped or gone. */
  readonly newlyFailing: readonly string[];
  /** Tests that came with the retrofit and failed. */
  readonly failingAdded: readonly string[];
  readonly added: number;
}

/** What a retrofit did to the outcomes. */
export function compareOutcomes(before: Outcomes, after: Outcomes): TestChange {
  const count = (outcomes: Outcomes, outcome: Outcome): number =>
    [...outcomes.values()].filter((value) => value === outcome).length;
  const added = [...after].filter(([name]) => !before.has(name));
  return {
    passedBefore: count(before, "passed"),
    failedBefore: count(before, "failed"),
    passedAfter: [...before.keys()].filter((name) => after.get(name) === "passed").length,
    newlyFailing: [...before]
      .filter(([name, outcome]) => outcome === "passed" && after.get(name) !== "passed")
      .map(([name]) => name),
    failingAdded: added.filter(([, outcome]) => outcome === "failed").map(([name]) => name),
    added: added.length,
  };
}
