/** The README shows what really happens: its diff is a part of what its first command prints. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { retrofit } from "../support/program.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

function textOf(name: string): string {
  return readFileSync(`${root}/${name}`, "utf8");
}

function diffIn(name: string): string[] {
  const [, block = ""] = /```diff\n([\s\S]*?)```/.exec(textOf(name)) ?? [];
  return block.split("\n").filter((line) => line !== "");
}

test.each(["README.md", "README.zh-CN.md"])("the diff in %s is real", (name) => {
  const [from = "", to = "", hunk = "", ...lines] = diffIn(name);
  const { stdout } = retrofit(["--dry-run", "examples/aws-inventory"], { cwd: root });
  expect(stdout).toContain(`${from}\n${to}\n`);
  expect(stdout).toContain(hunk);
  expect(stdout).toContain(lines.join("\n"));
});

test("both READMEs give the same commands", () => {
  const commands = (name: string) =>
    textOf(name)
      .match(/^(npm|npx) [^#\n]*/gm)
      ?.map((line) => line.trim());
  expect(commands("README.zh-CN.md")).toEqual(commands("README.md"));
});

test("CI runs the test command of the README", () => {
  const [, command = ""] = /Run the tests[^`]*```\n(.*)\n```/.exec(textOf("README.md")) ?? [];
  expect(command).toBe("npm install && npm test");
  expect(textOf(".ci/run")).toContain(`\n${command}\n`);
});
