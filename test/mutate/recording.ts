/** Set up before each test file: keeps its tests, to be run again, and runs those that the round is about. */

import { afterEach, beforeEach, inject, type RunnerTestCase } from "vitest";
import type { Known } from "./round.js";

/** What Stryker's instrumented sources look at and write. */
interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number;
  hitLimit?: number;
  mutantCoverage?: {
    static: Record<string, number>;
    perTest: Record<string, Record<string, number>>;
  };
}

interface Recorded {
  readonly task: RunnerTestCase;
  readonly known: Known;
}

/** Kept for all test files: they share one thread, but not this module. */
const shared = globalThis as { __stryker__?: Switches; recorded?: Map<string, Recorded> };
shared.__stryker__ ??= {};
shared.recorded ??= new Map();

export const switches = shared.__stryker__;
export const recorded = shared.recorded;

const { kind, trials } = inject("round");
const wanted = new Set(trials.flatMap(({ tests }) => tests.map(([id]) => id)));
if (kind === "alone") switches.activeMutant = trials[0]?.id;

let start = 0;
beforeEach(({ task, skip }) => {
  if (task.file.name.endsWith("/trials.ts")) return;
  keep(task, 0);
  if (kind === "trials" || (kind === "alone" && !wanted.has(task.id))) skip();
  switches.currentTestId = task.id;
  start = performance.now();
});
afterEach(({ task }) => {
  if (switches.currentTestId !== task.id) return;
  keep(task, performance.now() - start);
  switches.currentTestId = undefined;
});

function keep(task: RunnerTestCase, milliseconds: number): void {
  const { id, file, name, fullTestName = name } = task;
  recorded.set(id, { task, known: { id, file: file.name, name: fullTestName, milliseconds } });
}
