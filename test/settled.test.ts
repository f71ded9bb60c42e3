/** Questions in circles: every answer is the one that the whole of them has, whichever is asked first. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { settled } from "../src/languages/settled.js";

const SIZE = 8;
const graphs = fc.record({
  /** Which questions are yes by themselves. */
  sure: fc.array(fc.boolean(), { minLength: SIZE, maxLength: SIZE }),
  /** Which others a question is yes by, in the order in which it asks them. */
  leads: fc.array(fc.array(fc.nat(SIZE - 1), { maxLength: 4 }), {
    minLength: SIZE,
    maxLength: SIZE,
  }),
  asked: fc.shuffledSubarray(
    Array.from({ length: SIZE }, (_, index) => index),
    { minLength: SIZE },
  ),
});

type Graph = typeof graphs extends fc.Arbitrary<infer Value> ? Value : never;

function reached({ sure, leads }: Graph, from: number, seen = new Set<number>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return (
    Boolean(sure[from]) ||
    (leads[from] ?? []).some((next) => reached({ sure, leads, asked: [] }, next, seen))
  );
}

test("in any order", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const ask = settled();
      const answerTo = (question: number): boolean =>
        ask(
          String(question),
          () => Boolean(graph.sure[question]) || (graph.leads[question] ?? []).some(answerTo),
        );
      for (const question of graph.asked) expect(answerTo(question)).toBe(reached(graph, question));
    }),
    { numRuns: 500 },
  );
});

test("a question is worked out once where none of its circle was wrongly assumed", () => {
  const ask = settled();
  let count = 0;
  const once = (): boolean => ask("a", () => ++count > 0);
  expect([once(), once(), count]).toEqual([true, true, 1]);
});

test("work that throws leaves nothing behind", () => {
  const ask = settled();
  const fails = () =>
    ask("a", () => {
      throw new Error("no more");
    });
  expect(fails).toThrow("no more");
  expect(ask("a", () => true)).toBe(true);
});
