/** `retrofit check`, as a job runs it: where its reports go, and how it ends. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { outputsOf } from "../../src/commands/outputs.js";
import { folderWith, retrofit } from "../support/program.js";

const server = {
  "pyproject.toml": '[project]\nname = "demo"\ndependencies = ["mcp"]\n',
  "server.py":
    'from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("demo")\n\n\n@mcp.tool()\ndef ping() -> str:\n    return "pong"\n',
};

test("several reports at once, each in its file, and text for people on stdout", () => {
  const cwd = folderWith(server);
  const formats = ["--format", "sarif=out/check.sarif", "--format", "json=check.json"];
  const { code, stdout } = retrofit(["check", ".", ...formats], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain("server.py:7:5: error: tool-pending: ping");
  expect(JSON.parse(readFileSync(join(cwd, "check.json"), "utf8"))).toMatchObject({
    version: 1,
    outcome: "open",
  });
  expect(readFileSync(join(cwd, "out/check.sarif"), "utf8")).toContain('"version": "2.1.0"');
});

test("in a job of GitHub's: annotations after the text, and the summary of the job", () => {
  const cwd = folderWith(server);
  const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(cwd, "summary.md") };
  const { stdout } = retrofit(["check", "."], { cwd, env });
  expect(stdout).toMatch(
    /1 tool found[^\n]*\n::error file=server.py,line=7,col=5,title=tool-pending::/,
  );
  expect(readFileSync(env.GITHUB_STEP_SUMMARY, "utf8")).toContain("## mcp-retrofit check: open");
  const json = retrofit(["check", ".", "--format", "json"], { cwd, env });
  expect(JSON.parse(json.stdout)).toMatchObject({ outcome: "open" });
});

describe("outputs", () => {
  const env = {};

  test("one format goes to --output, the others to their files", () => {
    const format = [{ format: "sarif" as const }, { format: "json" as const, file: "a.json" }];
    expect(outputsOf({ format, output: "b.sarif" }, env)).toEqual([
      { format: "sarif", file: "b.sarif" },
      { format: "json", file: "a.json" },
    ]);
  });

  test("two for stdout, or for one file, are refused", () => {
    const both = [{ format: "sarif" as const }, { format: "json" as const }];
    expect(() => outputsOf({ format: both }, env)).toThrow("--format json=FILE");
    const same = both.map((each) => ({ ...each, file: "a" }));
    expect(() => outputsOf({ format: same }, env)).toThrow("two formats cannot go to one file");
  });
});

test.each([
  [["--format", "xml"], "it must be one of text, json, sarif"],
  [["--max-warnings", "-1"], "it must be a number, 0 or above"],
  [["--output", "."], "the report cannot be written"],
])("%s: one clear line, exit 2", (args, expected) => {
  const { code, stderr } = retrofit(["check", ".", ...args], { cwd: folderWith(server) });
  expect(code).toBe(2);
  expect(stderr).toContain(expected);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
});
