/** Whatever is accepted passes the gates, and all of what would be written is shown somewhere, once. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFileStore, decode } from "../../src/disk/files.js";
import { hashesOf } from "../../src/disk/hashes.js";
import { everything } from "../../src/plan/compose.js";
import { byFile, insert, normalize } from "../../src/plan/edit.js";
import { composeGated } from "../../src/plan/gates/index.js";
import { deckOf, editsOf } from "../../src/review/deck.js";
import type { MarkedLine } from "../../src/review/marked.js";
import { propose } from "../../src/review/propose.js";
import type { Prepared } from "../../src/run/prepare.js";
import { type Fixture, findFixtures, planFixture } from "../support/fixtures.js";
import { runs } from "../support/properties.js";

async function prepared(fixture: Fixture): Promise<Prepared[]> {
  const files = createFileStore();
  const plans = await planFixture(fixture, files);
  return Promise.all(
    plans.map(async (plan) => ({
      plan,
      gated: await composeGated(plan, everything(plan), files),
      hashes: hashesOf(files),
    })),
  );
}

function inserted(lines: readonly MarkedLine[]): number {
  return lines
    .flatMap(({ pieces }) => pieces)
    .reduce((sum, { isInserted, text }) => sum + (isInserted ? text.length : 0), 0);
}

const withoutBreaks = (text: string): number => text.replaceAll("\n", "").length;

describe("any subset of what can be accepted", () => {
  test.each(findFixtures().map((each) => [each.name, each] as const))("%s", async (_, fixture) => {
    const deck = await deckOf(await prepared(fixture), [], fixture.before);
    const ids = deck.units.map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(fc.subarray(ids), async (accepted) => {
        const verdicts = new Map(accepted.map((id) => [id, "accepted"] as const));
        const { servers, parts, problems } = await propose(deck, { verdicts, reasons: new Map() });
        expect(problems).toEqual([]);
        const own = byFile(deck.units.filter(({ id }) => verdicts.has(id)).flatMap(editsOf));
        for (const change of servers.flatMap(({ gated }) => gated.changes)) {
          const shared = parts
            .flatMap(({ files }) => files)
            .filter(({ paths }) => paths.includes(change.path))
            .reduce((sum, { lines }) => sum + inserted(lines), 0);
          const tools = normalize(own.get(change.path) ?? []).map(({ text }) =>
            withoutBreaks(text),
          );
          const shown = shared + tools.reduce((sum, length) => sum + length, 0);
          const before = change.before ? decode(change.before).text : "";
          const after = change.before ? insert(before, change.edits) : decode(change.content).text;
          expect(shown, change.path).toBe(withoutBreaks(after) - withoutBreaks(before));
        }
      }),
      { numRuns: Math.min(2 ** ids.length, runs(3)) },
    );
  });
});
