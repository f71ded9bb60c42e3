/** docs/rules.md is made from the rules, and says all that they say. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rulesPage } from "../../src/rules/guide/text.js";

test("docs/rules.md is what `npm run docs` writes", () => {
  expect(readFileSync("docs/rules.md", "utf8")).toBe(rulesPage());
});
