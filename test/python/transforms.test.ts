/** Tools made from other tools by a function: fastmcp starts only if it takes what they take. */

import { expect, test } from "vitest";
import { composeSources } from "../../src/plan/compose.js";
import { groupBySharedEdits } from "../../src/plan/plan.js";
import { fixturesIn, planFixture, storeWith } from "../support/fixtures.js";

async function planned(name: string) {
  const [fixture] = fixturesIn(`python/forms/generated/${name}`);
  if (!fixture) throw new Error("no fixture");
  const files = storeWith(fixture.before, (text) => text);
  const [plan] = await planFixture(fixture, files);
  if (!plan) throw new Error("no server");
  return { files, plan };
}

test("a tool and those made from it are reviewed together", async () => {
  const { plan } = await planned("tool-made-by-transform");
  const tools = plan.scan.tools.filter(({ fix }) => fix);
  const names = groupBySharedEdits(tools).map((group) => group.map(({ name }) => name));
  expect(names).toEqual([["count", "count_words", "count_any"]]);
});

test("a tool accepted alone brings the parameter of those made from it", async () => {
  const { files, plan } = await planned("tool-made-by-transform");
  const tools = plan.scan.tools.filter(({ name }) => name === "count");
  const [change] = await composeSources(plan, { tools, findings: [] }, files);
  const parameters = change?.before && change.edits.filter(({ text }) => /: \w+ = None/.test(text));
  expect(parameters).toHaveLength(3);
});
