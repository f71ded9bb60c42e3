/** What documents and shipped jobs say of `check` is what the program knows. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { formatNames } from "../../src/report/check/formats/names.js";
import { version } from "../../src/version.js";
import { retrofit } from "../support/program.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const files = ["action.yml", "ci/gitlab.yml", ".pre-commit-hooks.yaml", "docs/ci.md"];
const textOf = (name: string): string => readFileSync(`${root}/${name}`, "utf8");

test.each(files)("%s names options and formats that there are", (name) => {
  const help = retrofit(["check", "--help"], { cwd: root }).stdout;
  const said = [...textOf(name).matchAll(/mcp-retrofit check [^\n`'"]*/g)].join(" ");
  const options = [...new Set(said.match(/ --[a-z-]+/g) ?? [])];
  expect(options.filter((option) => !help.includes(option))).toEqual([]);
  const formats = [...said.matchAll(/--format (\w+)/g)].map(([, format]) => format);
  expect(formatNames).toEqual(expect.arrayContaining(formats));
});

test.each(files)("%s pins this version", (name) => {
  const pinned = [...textOf(name).matchAll(/mcp-retrofit(?:@v?|-)(\d[\w.]*\d)/g)];
  expect([...new Set(pinned.map(([, pin]) => pin))]).toEqual(
    name === ".pre-commit-hooks.yaml" ? [] : [version],
  );
});

test("the hook is the command line of check", () => {
  expect(textOf(".pre-commit-hooks.yaml")).toContain("\n  entry: mcp-retrofit check\n");
});
