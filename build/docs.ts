// Writes the documents that are made from data: the list of rules, and a page for each.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { rulesPage, ruleText } from "../src/rules/guide/text.js";
import { type RuleId, rules } from "../src/rules/index.js";

const docs = new URL("../docs/", import.meta.url);
const pages = new URL("rules/", docs);

writeFileSync(new URL("rules.md", docs), rulesPage());
rmSync(pages, { recursive: true, force: true });
mkdirSync(pages);
for (const rule of Object.keys(rules) as RuleId[]) {
  writeFileSync(new URL(`${rule}.md`, pages), ruleText(rule));
}
