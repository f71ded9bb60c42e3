/** The promise that must always hold: whatever is accepted, the insertions taken out give the original. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode } from "../src/disk/files.js";
import { languageOf } from "../src/languages/registry.js";
import { afterOf, everything } from "../src/plan/compose.js";
import { insert, takeOut } from "../src/plan/edit.js";
import { composeGated } from "../src/plan/gates/index.js";
import type { Edit } from "../src/types.js";
import { findFixtures, planFixture, storeWith } from "./support/fixtures.js";
import { runs } from "./support/properties.js";

describe("insertions", () => {
  const edits = (length: number) =>
    fc.array(
      fc.record({
        file: fc.constant("a.ts"),
        offset: fc.nat(length),
        text: fc.string({ minLength: 1, unit: "binary" }),
        rank: fc.integer({ min: -2, max: 2 }),
      }),
    );

  test("taken out again leave the text as it was", () => {
    const cases = fc
      .string({ unit: "binary" })
      .chain((text) => fc.tuple(fc.constant(text), edits(text.length)));
    fc.assert(
      fc.property(cases, ([text, list]: [string, Edit[]]) => {
        expect(takeOut(insert(text, list), list)).toBe(text);
      }),
    );
  });

  test("do not depend on the order in which they were planned", () => {
    fc.assert(
      fc.property(edits(10), (list: Edit[]) => {
        expect(insert("0123456789", [...list].reverse())).toBe(insert("0123456789", list));
      }),
    );
  });
});

describe("any subset of the tools", () => {
  test.each(findFixtures().map((each) => [each.name, each] as const))("%s", async (_, fixture) => {
    const files = storeWith(fixture.before, (text) => text);
    for (const plan of await planFixture(fixture, files)) {
      const { tools, findings } = everything(plan);
      await fc.assert(
        fc.asyncProperty(fc.subarray([...tools]), async (accepted) => {
          const gated = await composeGated(plan, { tools: accepted, findings }, files);
          expect(gated.problems).toEqual([]);
          for (const change of gated.changes) {
            const { path, before } = change;
            if (!plan.server.files.includes(path) || !before) continue;
            const { text } = decode(afterOf(change));
            expect(
              await languageOf(plan.server.language).syntaxProblem(path, text),
            ).toBeUndefined();
            expect(takeOut(text, change.edits)).toBe(decode(before).text);
          }
        }),
        { numRuns: Math.min(2 ** tools.length, runs(6)) },
      );
    }
  });
});
