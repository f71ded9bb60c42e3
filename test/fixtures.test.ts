/** Every golden fixture: exact bytes, then with CRLF, with tabs, and a second time. */

import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import type { FileStore } from "../src/disk/files.js";
import { afterOf, bytesAfter, type Change, everything } from "../src/plan/compose.js";
import { composeGated } from "../src/plan/gates/index.js";
import type { ServerPlan } from "../src/plan/plan.js";
import { rules } from "../src/rules/index.js";
import {
  type Fixture,
  filesBelow,
  findFixtures,
  planFixture,
  storeWith,
  unusedFixtures,
  type Variant,
} from "./support/fixtures.js";

const variants: Record<string, Variant> = {
  "as it is": (text) => text,
  "with CRLF": (text) => text.replaceAll("\n", "\r\n"),
  "with tabs": tabbed,
};

test("every file and folder of the fixtures is in use", () => {
  expect(unusedFixtures()).toEqual([]);
});

test("every fixture lies in a group", () => {
  const alone = findFixtures().filter(({ name }) => name.split("/").length < 3);
  expect(alone.map(({ name }) => name)).toEqual([]);
});

test("a rule's fixtures lie in a folder of its name", () => {
  const named = findFixtures().flatMap(({ name }) => /^\w+\/rules\/([^/]+)/.exec(name)?.[1] ?? []);
  expect(Object.keys(rules)).toEqual(expect.arrayContaining(named));
});

// By `%s`: `$name` would cut long names, and `-t` finds no fixture by a name that is cut.
describe.each(findFixtures().map((fixture) => [fixture.name, fixture] as const))(
  "%s",
  (_, fixture) => {
    for (const [name, variant] of Object.entries(variants)) {
      test.skipIf(!applies(name, fixture))(name, async () => {
        const files = storeWith(fixture.before, variant);
        const { plans, all, changes, problems } = await retrofit(fixture, files);
        expect(textsOf(changes, fixture)).toEqual(expectedTexts(fixture, variant));
        expectMatches(plans, problems, fixture);
        expectRemedies(plans);
        await expectNothingLeft(fixture, files, all);
      });
    }
  },
);

async function retrofit(fixture: Fixture, files: FileStore) {
  const plans = await planFixture(fixture, files);
  const gated = [];
  for (const plan of plans) gated.push(await composeGated(plan, everything(plan), files));
  const all = gated.flatMap((one) => one.changes);
  const changes = all.filter((change) => isSource(change, plans) || isExpected(change, fixture));
  const problems = [
    ...plans.flatMap(({ scan }) => scan.problems),
    ...gated.flatMap((g) => g.problems),
  ];
  return { plans, all, changes, problems };
}

/** What a retrofit adds beside the sources (services, manifests, documents) has tests of its own. */
function isSource({ path }: Change, plans: readonly ServerPlan[]): boolean {
  return plans.some(({ server }) => server.files.includes(path));
}

/** A manifest is compared where the fixture has one in its `after`. */
function isExpected({ path }: Change, { before, after }: Fixture): boolean {
  return existsSync(join(after, relative(before, path)));
}

async function expectNothingLeft(fixture: Fixture, files: FileStore, changes: Change[]) {
  const again = await planFixture(fixture, files.over(bytesAfter(changes)));
  for (const plan of again) {
    const { tools, findings } = everything(plan);
    expect({ tools, findings }).toEqual({ tools: [], findings: [] });
  }
}

function expectMatches(
  plans: readonly ServerPlan[],
  problems: readonly { file: string; message: string }[],
  { expect: expected, before }: Fixture,
) {
  const { tools, findings, problems: expectedProblems, ...unknown } = expected;
  expect(unknown).toEqual({});
  // Fixtures hold no services: that they are gone is nothing to them.
  const scans = plans.map(({ scan: { findings, ...scan } }) => ({
    ...scan,
    findings: findings.filter(({ rule }) => rule !== "services-missing"),
  }));
  if (tools)
    expectEach(
      scans.flatMap((scan) => scan.tools),
      tools,
    );
  if (findings)
    expectEach(
      scans.flatMap((scan) => scan.findings),
      findings,
    );
  const found = problems.map(({ file, message }) => ({ file: relative(before, file), message }));
  expectEach(found, expectedProblems ?? []);
}

/** What can't be done says what to do instead: `reason; remedy`. */
function expectRemedies(plans: readonly ServerPlan[]) {
  const tools = plans.flatMap(({ scan }) => scan.tools);
  const reasons = tools.flatMap(({ state, reason }) => (state === "unsupported" ? [reason] : []));
  for (const reason of reasons) expect(reason).toMatch(/\S; \S/);
}

/** As many as expected, in any order, each with the keys given: none that is expected is missing, and none is another. */
function expectEach(found: readonly object[], expected: readonly Record<string, unknown>[]) {
  const wanted = expected.map(matching);
  expect(found).toHaveLength(wanted.length);
  expect(found).toEqual(expect.arrayContaining(wanted));
  expect(wanted).toEqual(expect.arrayContaining([...found]));
}

function matching(expected: Record<string, unknown>) {
  const { reason, message, remedy, ...exact } = expected;
  const texts = Object.entries({ reason, message, remedy })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, expect.stringContaining(String(value))]);
  return expect.objectContaining({ ...exact, ...Object.fromEntries(texts) });
}

function textsOf(changes: readonly Change[], { before }: Fixture): Record<string, string> {
  return Object.fromEntries(
    changes.map((change) => [
      relative(before, change.path),
      Buffer.from(afterOf(change)).toString("latin1"),
    ]),
  );
}

function expectedTexts({ after }: Fixture, variant: Variant): Record<string, string> {
  return Object.fromEntries(
    filesBelow(after).map((path) => [path, variant(readFileSync(join(after, path), "latin1"))]),
  );
}

/** A fixture that is about line endings or tabs itself says nothing about the other ones. */
function applies(name: string, { before }: Fixture): boolean {
  if (name === "as it is") return true;
  const mark = name === "with CRLF" ? "\r" : "\t";
  return !filesBelow(before).some((path) =>
    readFileSync(join(before, path), "latin1").includes(mark),
  );
}

/** Leading spaces as tabs: in steps of four where every indentation allows it, else of two. */
function tabbed(text: string): string {
  const depths = [...text.matchAll(/^ +(?=\S)/gm)].map(([spaces]) => spaces.length);
  const step = depths.filter((depth) => depth % 4 === 0).length > depths.length / 2 ? 4 : 2;
  return text.replace(/^ +/gm, (spaces) => {
    return "\t".repeat(Math.floor(spaces.length / step)) + " ".repeat(spaces.length % step);
  });
}
