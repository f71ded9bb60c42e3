/** The last of the test files: tries mutants on the tests of those before it, or says which tests reach which. */

import { appendFileSync } from "node:fs";
import { inject, test } from "vitest";
import { getFn } from "vitest/suite";
import { recorded, switches } from "./recording.js";
import type { Line, Trial } from "./round.js";

const { kind, report, trials } = inject("round");
/** How much more often than without it a mutant may be come to before it counts as never ending. */
const PATIENCE = 100;

test.runIf(kind === "coverage")("coverage", () => {
  const { static: loading = {}, perTest = {} } = switches.mutantCoverage ?? {};
  say({
    tells: "coverage",
    tests: [...recorded.values()].map(({ known }) => known),
    loading,
    perTest,
  });
});

test.runIf(kind === "trials")("trials", async () => {
  for (const trial of trials) {
    say({ tells: "begins", id: trial.id });
    const line = await tried(trial);
    say(line);
    if (line.tells === "spoilt") break;
  }
});

/** The tests that have killed, the last one first: what sees one mutant sees its neighbours. */
const killers: string[] = [];
/** The tests that are known to pass when they are run again. */
const repeatable = new Set<string>();

async function tried({ id, tests }: Trial): Promise<Line> {
  const unclear: string[] = [];
  const first = killers.filter((killer) => tests.some(([test]) => test === killer)).slice(0, 5);
  const hitsOf = new Map(tests);
  for (const test of new Set([...first, ...hitsOf.keys()])) {
    const { passes, hits } = await outcomeOf(test, id, hitsOf.get(test) ?? 0);
    if (passes) {
      repeatable.add(test);
      if (hits === 0) unclear.push(test);
      continue;
    }
    if ((await outcomeOf(test, undefined, 0)).passes) {
      killers.splice(0, killers.length, test, ...killers.filter((other) => other !== test));
      return { tells: "killed", id };
    }
    if (repeatable.has(test)) return { tells: "spoilt", id };
    unclear.push(test);
  }
  return { tells: "survived", id, unclear };
}

async function outcomeOf(
  test: string,
  mutant: string | undefined,
  usual: number,
): Promise<{ passes: boolean; hits: number }> {
  const task = recorded.get(test)?.task;
  if (!task) return { passes: true, hits: 0 };
  Object.assign(switches, { activeMutant: mutant, hitCount: 0, hitLimit: 1000 + PATIENCE * usual });
  try {
    await getFn(task)();
    return { passes: true, hits: switches.hitCount ?? 0 };
  } catch {
    return { passes: false, hits: switches.hitCount ?? 0 };
  } finally {
    switches.activeMutant = undefined;
  }
}

function say(line: Line): void {
  appendFileSync(report, `${JSON.stringify(line)}\n`);
}
