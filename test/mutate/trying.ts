/** Tries a sample of mutants: many in one process, and each that is not killed there, and may not have been reached, alone. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Mutant, Sample } from "./mutants.js";
import type { Known, Line, Round, Trial } from "./round.js";
import { runRound } from "./rounds.js";

export type Outcome = "killed" | "never ends" | "survived" | "no test reaches";
export type Tell = (mutant: Mutant, outcome: Outcome) => void;

type Coverage = Extract<Line, { tells: "coverage" }>;

/** Tries them all, in two processes at a time, and tells of each as soon as it is known. `folder` is for what the processes need. */
export async function tryAll(folder: string, sample: Sample, tell: Tell): Promise<void> {
  const sources = join(folder, "sources.json");
  writeFileSync(sources, JSON.stringify(sample.sources));
  const run = (kind: Round["kind"], trials: readonly Trial[]) =>
    runRound(folder, { kind, sources, trials });
  const byId = new Map(sample.mutants.map((mutant) => [mutant.id, mutant]));
  const say = (id: string, outcome: Outcome): void => {
    const mutant = byId.get(id);
    if (mutant) tell(mutant, outcome);
  };
  const coverage = (await run("coverage", [])).find((line) => line.tells === "coverage");
  if (!coverage) throw new Error("no test was run");
  const alone: Trial[] = [];
  const together: Trial[] = [];
  for (const mutant of sample.mutants) {
    const trial = trialOf(mutant, coverage);
    if (mutant.id in coverage.loading) alone.push(whenLoaded(mutant, coverage));
    else if (trial.tests.length > 0) together.push(trial);
    else say(mutant.id, "no test reaches");
  }
  const half = (odd: number) => together.filter((_, index) => index % 2 === odd);
  await Promise.all(
    [half(0), half(1)].map(async (trials) => {
      alone.push(...(await tryTogether(trials, (some) => run("trials", some), say)));
    }),
  );
  await Promise.all([tryAlone(alone, run, say), tryAlone(alone, run, say)]);
}

/** Gives those that are to be tried alone. */
async function tryTogether(
  trials: readonly Trial[],
  run: (trials: readonly Trial[]) => Promise<readonly Line[]>,
  say: (id: string, outcome: Outcome) => void,
): Promise<Trial[]> {
  const alone: Trial[] = [];
  for (let left = trials; left.length > 0; ) {
    const lines = await run(left);
    const begun = new Set(lines.flatMap((line) => (line.tells === "begins" ? [line.id] : [])));
    if (begun.size === 0) throw new Error("no mutant could be tried");
    for (const trial of left.filter(({ id }) => begun.has(id))) {
      const tests = unclearIn(lines, trial);
      if (typeof tests === "string") say(trial.id, tests);
      else alone.push({ ...trial, tests });
    }
    left = left.filter(({ id }) => !begun.has(id));
  }
  return alone;
}

/** What came of a mutant, or the tests that it is to be tried on alone. */
function unclearIn(lines: readonly Line[], { id, tests }: Trial): Outcome | Trial["tests"] {
  const line = lines.find((each) => "id" in each && each.id === id && each.tells !== "begins");
  if (line?.tells === "killed") return "killed";
  // Where it hung it may be the machine that was slow.
  if (line?.tells !== "survived") return tests;
  const unclear = new Set(line.unclear);
  return unclear.size > 0 ? tests.filter(([test]) => unclear.has(test)) : "survived";
}

/** Takes one after the other from the list, until there is none. */
async function tryAlone(
  trials: Trial[],
  run: (kind: "alone", trials: readonly Trial[]) => Promise<readonly Line[]>,
  say: (id: string, outcome: Outcome) => void,
): Promise<void> {
  for (let trial = trials.shift(); trial; trial = trials.shift()) {
    const end = (await run("alone", [trial])).find(
      ({ tells }) => tells === "killed" || tells === "survived",
    );
    say(trial.id, end ? (end.tells as "killed" | "survived") : "never ends");
  }
}

/** A mutant on the tests that reach it, the quick ones first. */
function trialOf({ id, fileName }: Mutant, { tests, perTest }: Coverage): Trial {
  const reaching = tests.filter((test) => perTest[test.id]?.[id] && tells(test, fileName));
  reaching.sort((one, other) => one.milliseconds - other.milliseconds);
  return { id, tests: reaching.map((test) => [test.id, perTest[test.id]?.[id] ?? 0]) };
}

/** How edits are put together and written is the matter of src/plan/ and src/disk/, whatever the language. */
function tells({ file }: Known, source: string): boolean {
  return !source.includes("/languages/") || !/^test\/(?:insertions|disk\/|commands\/)/.test(file);
}

/**
 * A mutant in what is done when the sources are loaded: every test may see it, so that its own room's are asked, and
 * the fixtures of its language.
 */
function whenLoaded({ id, fileName }: Mutant, { tests }: Coverage): Trial {
  const [, language] = /\/languages\/(\w+)\//.exec(fileName) ?? [];
  const own = language
    ? tests.filter(
        ({ file, name }) =>
          file.startsWith(`test/${language}/`) ||
          (file === "test/fixtures.test.ts" && name.includes(`${language}/`)),
      )
    : tests.filter(({ file }) => /^test\/(?:plan|disk|commands)\/|^test\/fixtures/.test(file));
  return { id, tests: own.map((test) => [test.id, 0]) };
}
