/** Every rule's example: the code before yields the finding, the code after does not. */

import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { look } from "../../src/commands/look.js";
import { type Files, framed } from "../../src/rules/guide/guide.js";
import { guides } from "../../src/rules/guide/index.js";
import type { LanguageId } from "../../src/types.js";
import { compileTemplates } from "../support/templates.js";

const examples = Object.entries(guides).flatMap(([rule, { examples }]) =>
  Object.entries(examples).map(([language, example]) => ({
    rule,
    language: language as LanguageId,
    ...example,
  })),
);

beforeAll(compileTemplates);

/** What is found only by what is said on the command line. */
const byOptions = ["no-server", "unused-baseline"];

test("every rule has an example", () => {
  const shown = examples.map(({ rule }) => rule);
  expect(new Set([...shown, ...byOptions])).toEqual(new Set(Object.keys(guides)));
});

describe.each(examples)("$rule in $language", ({ rule, language, before, after }) => {
  test("before", async () => {
    expect(await rulesOf(framed(language, before))).toContain(rule);
  });
  test("after", async () => {
    expect(await rulesOf(framed(language, after))).not.toContain(rule);
  });
});

/** The rules that a server's findings name, without those that a pragma silences. */
async function rulesOf(texts: Files): Promise<string[]> {
  const { servers, findings: general } = await look([written(texts)], "prepare");
  const states = servers.flatMap(({ plan }) => plan.scan.tools.map(({ state }) => `tool-${state}`));
  const findings = servers
    .flatMap(({ plan, gated }) => [...plan.scan.findings, ...gated.findings])
    .filter(({ ignored }) => ignored === undefined);
  return [...states, ...[...findings, ...general].map(({ rule }) => rule)];
}

function written(texts: Files): string {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "example-"));
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
