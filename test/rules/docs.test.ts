/** docs/rules.md and a page for each rule are made from the rules, and say all that they say. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rulesPage, ruleText } from "../../src/rules/guide/text.js";
import { type RuleId, rules } from "../../src/rules/index.js";

test("docs/rules.md is what `npm run docs` writes", () => {
  expect(readFileSync("docs/rules.md", "utf8")).toBe(rulesPage());
});

test("so is the page of each rule, and there is no other", () => {
  const names = Object.keys(rules) as RuleId[];
  expect(readdirSync("docs/rules").sort()).toEqual(names.map((name) => `${name}.md`).sort());
  for (const name of names) {
    expect(readFileSync(`docs/rules/${name}.md`, "utf8")).toBe(ruleText(name));
  }
});
