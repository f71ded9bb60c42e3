/** `check --baseline`: only what is new counts, and the file never grows by itself. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import type { CheckFlags } from "../../src/commands/check.js";
import { commandsIn } from "../support/command.js";
import { folderWith, run } from "../support/program.js";

beforeEach(() => {
  vi.stubEnv("GITHUB_ACTIONS", "");
});

const head = 'from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("demo")\n';
const tool = (name: string) => `\n\n@mcp.tool()\ndef ${name}() -> str:\n    return "pong"\n`;
const manifest = '[project]\nname = "demo"\ndependencies = ["mcp"]\n';

const serverWith = (names: readonly string[]) => head + names.map(tool).join("");

function demo(names: readonly string[]) {
  const cwd = folderWith({ "pyproject.toml": manifest, "server.py": serverWith(names) });
  const file = join(cwd, "baseline.txt");
  return {
    cwd,
    write: (next: readonly string[], before = "") =>
      writeFileSync(join(cwd, "server.py"), before + serverWith(next)),
    text: () => readFileSync(file, "utf8"),
    lines: () => readFileSync(file, "utf8").trimEnd().split("\n").slice(1),
    put: (text: string) => writeFileSync(file, text),
    check: (flags: CheckFlags = {}) => commandsIn(cwd).check({ baseline: file, ...flags }),
  };
}

const generate = { generateBaseline: true };
const update = { updateBaseline: true };

test("what it has fails nothing, moved or not; what is new does", async () => {
  const { check, write, lines } = demo(["one", "two"]);
  expect((await check(generate)).outcome).toBe("clean");
  expect(lines()).toEqual(
    [
      expect.stringMatching(/^[0-9a-f]{20} tool-pending server\.py\tone$/),
      expect.stringMatching(/^[0-9a-f]{20} tool-pending server\.py\ttwo$/),
    ].sort(),
  );
  expect((await check()).outcome).toBe("clean");
  write(["one", "two"], '"""Moved."""\n\n\n');
  expect((await check()).outcome).toBe("clean");
  write(["one", "two", "three"]);
  const { outcome, out } = await check();
  expect(outcome).toBe("open");
  expect(out).toContain("tool-pending: three");
  expect(out).not.toContain("tool-pending: one");
  expect(out).toMatch(/1 error, 2 in the baseline\n$/);
});

test("what is gone is a warning at its line; only --update-baseline takes it out, and adds nothing", async () => {
  const { check, write, text, lines } = demo(["one", "two"]);
  await check(generate);
  const before = text();
  write(["one", "three"]);
  const { out } = await check({ verbose: true });
  expect(out).toMatch(/baseline\.txt:\d:1: warning: unused-baseline: `tool-pending` is no longer/);
  expect(text()).toBe(before);
  const updated = await check(update);
  expect(updated.outcome).toBe("open");
  expect(lines()).toEqual([expect.stringContaining("\tone")]);
  expect((await check()).out).not.toContain("unused-baseline");
});

test("of files that were not looked at nothing is said, and nothing is taken out", async () => {
  const { cwd, check, text, put } = demo(["one"]);
  await check(generate);
  put(`${text()}0123456789abcdef0123 tool-pending ../elsewhere/server.py\tgone\n`);
  const before = text();
  const { outcome, out } = await commandsIn(cwd).check({
    baseline: join(cwd, "baseline.txt"),
    updateBaseline: true,
  });
  expect({ outcome, before }).toEqual({ outcome: "clean", before: text() });
  expect(out).not.toContain("unused-baseline");
});

test("two branches that each take out a line of their own merge", async () => {
  const names = ["one", "two", "three", "four", "five"];
  const { cwd, check, write, text } = demo(names);
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", ...args], { cwd });
  git("init", "-q", "-b", "main");
  await check(generate);
  const order = text()
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t")[1]);
  const [first = "", , , , last = ""] = order;
  const commit = async (left: readonly string[]) => {
    write(left);
    await check(update);
    git("add", "baseline.txt");
    git("commit", "-q", "-m", "x");
  };
  await commit(names);
  git("checkout", "-q", "-b", "other");
  await commit(names.filter((name) => name !== first));
  git("checkout", "-q", "main");
  await commit(names.filter((name) => name !== last));
  expect(git("merge", "other", "-m", "x")).toMatchObject({ code: 0 });
  write(names.filter((name) => name !== first && name !== last));
  const { outcome, out } = await check();
  expect(outcome).toBe("clean");
  expect(out).not.toContain("unused-baseline");
});

test.each([
  [{}, "no such baseline; --generate-baseline makes it"],
  [{ baseline: undefined, ...generate }, "say --baseline FILE as well"],
  [{ ...generate, ...update }, "say one"],
] as [CheckFlags, string][])("%j: one clear line", async (flags, expected) => {
  const { outcome, said } = await demo(["one"]).check(flags);
  expect(outcome).toBe("UserError");
  expect(said).toContain(expected);
});

test("a line that is none, as of a conflict, is named", async () => {
  const { check, put } = demo(["one"]);
  put("<<<<<<< HEAD\n");
  expect((await check()).said).toMatch(/baseline\.txt:1: not a line of a baseline: "<<<<<<< HEAD"/);
});
