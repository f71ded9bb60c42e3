/** The table of libraries says nothing that no fixture shows. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Line, libraries, type Written } from "../../src/languages/python/forms/libraries.js";
import { filesBelow, findFixtures } from "../support/fixtures.js";

/** The Python of each fixture, as one text. */
const sources = findFixtures()
  .filter(({ name }) => name.startsWith("python/"))
  .map(({ before }) =>
    filesBelow(before)
      .filter((path) => path.endsWith(".py"))
      .map((path) => readFileSync(join(before, path), "utf8"))
      .join("\n"),
  );

const uses: Record<Written, (word: string) => string> = {
  method: (word) => `\\.${word}\\b`,
  decorator: (word) => `@${word}\\b`,
  function: (word) => `\\b${word}\\(`,
  keyword: (word) => `\\b${word}=`,
};

function isUsed(module: string, pattern: string): boolean {
  const imported = new RegExp(
    `^\\s*(?:from|import) ${module.replaceAll(".", "\\.")}(?![\\w-])`,
    "m",
  );
  return sources.some((text) => imported.test(text) && new RegExp(pattern).test(text));
}

function isShown(modules: readonly string[], { word, written }: Line): boolean {
  return modules.some((module) => isUsed(module, uses[written](word)));
}

describe.each(libraries)("$modules", ({ modules, servers, lines, makers }) => {
  test.each(makers)("$word, which makes a $makes, is used by a fixture", ({ word }) => {
    const pattern = `(?<![.\\w])(?:types\\.)?${word.replaceAll(".", "\\.")}\\(`;
    expect(modules.some((module) => isUsed(module, pattern))).toBe(true);
  });

  test.each(lines)("$written $word is used by a fixture", (line) => {
    expect(isShown(modules, line)).toBe(true);
  });

  test.each(servers)("the server class %s is used by a fixture", (name) => {
    expect(modules.some((module) => isUsed(module, `\\b${name}\\b`))).toBe(true);
  });
});
