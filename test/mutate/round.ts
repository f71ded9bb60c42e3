/**
 * One run of the tests on the sources with mutants in them, as a process of its own, which may hang or break:
 * `round.ts <round.json>`. What is found out is appended to the round's report, a line of JSON each.
 */

import { appendFileSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestCase } from "vitest/node";
import { startVitest } from "vitest/node";

/** What a run of the tests is for. */
export interface Round {
  /**
   * To see which tests reach which mutants; to try mutants one after the other, in one process, on the tests that
   * reach them; or to try one of them alone, in a process where it was there from the beginning.
   */
  readonly kind: "coverage" | "trials" | "alone";
  /** Where the sources are, by path: a file of JSON. */
  readonly sources: string;
  readonly report: string;
  readonly trials: readonly Trial[];
}

/** A mutant, and the tests that it is tried on. */
export interface Trial {
  readonly id: string;
  /** The tests' ids in the order in which they are asked, each with how often it reaches the mutant. */
  readonly tests: readonly (readonly [id: string, hits: number])[];
}

/** A test as vitest numbers it, the same in each round. */
export interface Known {
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly milliseconds: number;
}

/** A line of the report. */
export type Line =
  | { readonly tells: "alive" }
  | {
      readonly tells: "coverage";
      readonly tests: readonly Known[];
      /** How often each mutant is reached, by its id: when the sources are loaded, and in each test. */
      readonly loading: Readonly<Record<string, number>>;
      readonly perTest: Readonly<Record<string, Readonly<Record<string, number>>>>;
    }
  | { readonly tells: "begins"; readonly id: string }
  | { readonly tells: "killed"; readonly id: string }
  /** It is to be tried alone: these tests did not come to it again, or cannot be run twice. */
  | { readonly tells: "survived"; readonly id: string; readonly unclear: readonly string[] }
  /** Whatever it has left spoils the process for the others. */
  | { readonly tells: "spoilt"; readonly id: string };

declare module "vitest" {
  interface ProvidedContext {
    round: Round;
  }
}

const [path] = process.argv.slice(2);
if (path && fileURLToPath(import.meta.url) === resolve(process.argv[1] ?? "")) {
  await runTests(JSON.parse(readFileSync(path, "utf8")));
}

async function runTests(round: Round): Promise<void> {
  const texts = JSON.parse(readFileSync(round.sources, "utf8")) as Record<string, string>;
  const sources = new Map(Object.entries(texts).map(([at, text]) => [resolve(at), text]));
  const say = (line: Line): void => appendFileSync(round.report, `${JSON.stringify(line)}\n`);
  const vitest = await startVitest(
    "test",
    [],
    {
      config: "test/mutate/vitest.config.ts",
      watch: false,
      bail: round.kind === "alone" ? 1 : 0,
      reporters: [{ onTestCaseResult: () => say({ tells: "alive" }) }],
      provide: { round },
    },
    {
      plugins: [
        {
          name: "mutants",
          enforce: "pre",
          transform: (_code: string, id: string) => sources.get(id),
        },
      ],
    },
  );
  const modules = vitest.state.getTestModules();
  const failed = modules.filter((module) => !module.ok());
  const broken = failed.length > 0 || vitest.state.getUnhandledErrors().length > 0;
  const [trial] = round.trials;
  if (round.kind === "alone" && trial) {
    say(
      broken ? { tells: "killed", id: trial.id } : { tells: "survived", id: trial.id, unclear: [] },
    );
  } else if (failed.length > 0) {
    const tests = failed.flatMap((module) => [...module.children.allTests("failed")]);
    console.error(failed.map(({ moduleId }) => moduleId).join("\n"), tests.map(told).join("\n"));
    process.exitCode = 1;
  }
  await vitest.close();
}

function told(test: TestCase): string {
  const { errors = [] } = test.result();
  return `${test.fullName}: ${errors.map(({ message }) => message).join("; ")}`;
}
