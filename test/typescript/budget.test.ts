/** How far the evaluator goes: for one question, and for a whole server. */

import { expect, test } from "vitest";
import { type Budget, createBudget } from "../../src/languages/typescript/evaluate/budget.js";

/** Asks one question that takes so many steps; how many of them were cut short. */
function ask(budget: Budget, steps: number): { cut: number; isWhole: boolean } {
  const { answer, cost } = budget.measure(() => {
    let cut = 0;
    for (let at = 0; at < steps; at++)
      cut += budget.step(
        () => 0,
        () => 1,
      );
    return cut;
  }, false);
  return { cut: answer, isWhole: cost !== undefined };
}

test("a question has its steps whatever others took, until the server's are used up", () => {
  const budget = createBudget();
  for (let at = 0; at < 40; at++) expect(ask(budget, 10_000)).toEqual({ cut: 0, isWhole: true });
  expect(budget.isExhausted()).toBe(true);
  expect(ask(budget, 1)).toEqual({ cut: 1, isWhole: false });
});

test("what one question takes too many is cut short, and the next has its own", () => {
  const budget = createBudget();
  expect(ask(budget, 10_005).cut).toBe(5);
  expect(ask(budget, 10).cut).toBe(0);
  expect(budget.isExhausted()).toBe(false);
});

test("a remembered answer is charged as if it were worked out again", () => {
  const budget = createBudget();
  const answer = budget.measure(() => {
    expect(budget.charge({ steps: 9_995, height: 1 })).toBe(true);
    expect(budget.charge({ steps: 10, height: 1 })).toBe(false);
    return Array.from({ length: 7 }, () =>
      budget.step(
        () => "step",
        () => "cut",
      ),
    );
  }, false).answer;
  expect(answer).toEqual(["step", "step", "step", "step", "step", "cut", "cut"]);
});
