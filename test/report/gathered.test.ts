/** The same finding at many places is one line, in which no place is missing. */

import chalk, { Chalk } from "chalk";
import { expect, test } from "vitest";
import type { ServerPlan } from "../../src/plan/plan.js";
import { textReport } from "../../src/report/check/formats/text.js";
import { judged } from "../../src/report/check/judged.js";
import { reportOf } from "../../src/report/check/report.js";
import { serverSummary } from "../../src/report/summary.js";
import { findingOf } from "../../src/rules/finding.js";
import type { Finding } from "../../src/types.js";

const at = (file: string, line: number, message = "it is kept"): Finding =>
  findingOf("cached-account", { place: { file: `/s/${file}`, line, column: 5 }, message });

const plan = (findings: readonly Finding[]) =>
  ({
    server: { language: "python", root: "/s", name: "s", files: [] },
    scan: { tools: [], findings, problems: [] },
  }) as unknown as ServerPlan;

const findings = [at("a.py", 3), at("a.py", 9, "another"), at("b.py", 1), at("a.py", 7)];
const paint = new Chalk({ level: 0 });
const remedy = findings[0]?.remedy;

const textOf = (plans: readonly ServerPlan[]): string => {
  const setting = { root: "/s", cwd: "/s", read: () => undefined };
  return textReport(judged(reportOf(plans, [], setting)), { verbose: false, paint });
};

test("in the report of check", () => {
  const lines = textOf([plan(findings)]).split("\n");
  expect(lines.filter((line) => line.includes("cached-account: "))).toEqual([
    `a.py:3:5: error: cached-account: it is kept (${remedy}) [3 places: also 7:5, b.py:1:5]`,
    `a.py:9:5: error: cached-account: another (${remedy})`,
  ]);
});

test("in the summary of a run, where what is fixed is told apart", () => {
  const fixed = { ...at("a.py", 11), fix: { edits: [], imports: [] } };
  const lines = serverSummary(plan([]), [...findings, fixed], "/s", chalk).split("\n");
  expect(lines.filter((line) => line.includes("it is kept"))).toEqual([
    `  cached-account a.py:3:5: it is kept (${remedy}) [3 places: also 7:5, b.py:1:5]`,
    "  fixed cached-account a.py:11:5: it is kept",
  ]);
});

test("servers are told apart", () => {
  const report = textOf([plan([at("a.py", 3)]), plan([at("b.py", 3)])]);
  expect(report.match(/it is kept/g)).toHaveLength(2);
});
