/** What `check` looks at: many paths, patterns, single files, what a change touches; and what it expects to find. */

import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { CheckFlags } from "../../src/commands/check.js";
import type { Report } from "../../src/report/check/model.js";
import { commandsIn } from "../support/command.js";
import { fixturesRoot } from "../support/fixtures.js";
import { copyOf, folderWith, run } from "../support/program.js";

beforeEach(() => {
  vi.stubEnv("GITHUB_ACTIONS", "");
});

const manifest = (name: string) => `[project]\nname = "${name}"\ndependencies = ["mcp"]\n`;
const tool = (name: string, more = "") =>
  `from mcp.server.fastmcp import FastMCP\n${more}\nmcp = FastMCP("demo")\n\n\n@mcp.tool()\ndef ${name}() -> str:\n    return "pong"\n`;

const workspace = join(fixturesRoot, "typescript/project/workspace-package-with-the-definitions");

const two = {
  "a/pyproject.toml": manifest("a"),
  "a/server.py": tool("one", "from helpers import word\n"),
  "a/helpers.py": 'word = "a"\n',
  "b/pyproject.toml": manifest("b"),
  "b/server.py": tool("two"),
  "docs/README.md": "# Docs\n",
};

async function reported(cwd: string, paths: readonly string[], flags: CheckFlags = {}) {
  const named = paths.map((path) => join(cwd, path));
  const { outcome, out, said } = await commandsIn(cwd).check(
    { ...flags, format: [{ format: "json" }] },
    named,
  );
  const report = out === "" ? undefined : (JSON.parse(out) as Report);
  const names = report?.servers.map(({ name }) => name);
  return { outcome, report, names, said };
}

describe("paths", () => {
  test("several, and patterns that no shell has spelt out", async () => {
    const cwd = folderWith(two);
    expect((await reported(cwd, ["a", "b"])).names).toEqual(["a", "b"]);
    expect((await reported(cwd, ["{a,b}"])).names).toEqual(["a", "b"]);
    expect(await reported(cwd, ["c*"])).toMatchObject({
      outcome: "UserError",
      said: expect.stringContaining("no file or folder fits this pattern"),
    });
  });

  test("single files, as a hook names them: the tools in them, and no error without any", async () => {
    const cwd = folderWith(two);
    const both = await reported(cwd, ["a/helpers.py", "b/server.py", "docs/README.md"]);
    expect(both.names).toEqual(["a", "b"]);
    expect(both.report?.ledger.found).toBe(1);
    expect(await reported(cwd, ["a/helpers.py"])).toMatchObject({ outcome: "clean", names: ["a"] });
    expect(await reported(cwd, ["docs/README.md"])).toMatchObject({ outcome: "clean", names: [] });
  });

  test("one without a server is a note beside others, and an error with --require-server", async () => {
    const cwd = folderWith(two);
    const noted = await reported(cwd, ["a", "docs"]);
    expect(noted.report?.findings).toMatchObject([
      { rule: "no-server", severity: "note", place: { file: "docs" } },
    ]);
    const required = await reported(cwd, ["a", "docs"], { requireServer: true });
    expect(required.report?.findings).toMatchObject([{ rule: "no-server", severity: "error" }]);
    expect(required.outcome).toBe("open");
  });
});

describe("--since", () => {
  function committed(folder: string): string {
    const cwd = folder;
    const git = (...args: string[]) =>
      run("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", ...args], { cwd });
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("commit", "-q", "-m", "x");
    return cwd;
  }

  const since = { since: "main" };

  test("nothing changed: no server", async () => {
    const { outcome, names, said } = await reported(committed(folderWith(two)), ["."], since);
    expect({ outcome, names }).toEqual({ outcome: "clean", names: [] });
    expect(said).toContain("0 of 2 servers touched");
  });

  test("a file of a server's own, new ones too", async () => {
    const cwd = committed(folderWith(two));
    writeFileSync(join(cwd, "b/new.py"), "word = 1\n");
    expect((await reported(cwd, ["."], since)).names).toEqual(["b"]);
  });

  test("shared code, changed or deleted: the servers that read it", async () => {
    const cwd = committed(copyOf(join(workspace, "before")));
    const shared = join(cwd, "packages/tools/src/index.ts");
    expect((await reported(cwd, ["."], since)).names).toEqual([]);
    appendFileSync(shared, "export const more = 1;\n");
    expect((await reported(cwd, ["."], since)).names).toEqual(["server"]);
    rmSync(shared);
    expect((await reported(cwd, ["."], since)).names).toEqual(["server"]);
  });

  test("a commit that there is not, and no repository: one clear line", async () => {
    const none = await reported(committed(folderWith(two)), ["."], { since: "nowhere" });
    expect(none).toMatchObject({ outcome: "UserError" });
    expect(none.said).toMatch(/^--since nowhere: git cannot tell what changed \(fatal: .*\n$/);
    const outside = await reported(folderWith(two), ["a"], since);
    expect(outside.said).toContain("is in no git repository");
  });
});

describe("the configuration", () => {
  const withConfig = (config: unknown) =>
    folderWith({ ...two, "a/retrofit.config.json": JSON.stringify(config) });

  test("expects servers and tools: fewer are an error where it says so", async () => {
    const cwd = withConfig({ expect: { servers: 1, tools: 2 } });
    const { report, outcome } = await reported(cwd, ["a"]);
    expect(report?.findings).toMatchObject([
      {
        rule: "fewer-than-expected",
        severity: "error",
        place: { file: "a/retrofit.config.json", line: 1 },
        message: "2 tools are expected here, and 1 are found",
      },
    ]);
    expect(outcome).toBe("open");
    const part = await reported(cwd, ["a/server.py"]);
    expect(part.report?.findings).toEqual([]);
  });

  test("gives a rule another severity, everywhere or by path, the last that fits", async () => {
    const everywhere = withConfig({ severity: { "tool-pending": "warning" } });
    expect(await reported(everywhere, ["a"])).toMatchObject({
      outcome: "clean",
      report: { counts: { error: 0, warning: 1 } },
    });
    const said = { "*.py": "note", "server.py": "warning", "other/**": "error" };
    const byPath = withConfig({ severity: { "tool-pending": said } });
    expect((await reported(byPath, ["a"])).report?.counts).toMatchObject({ warning: 1 });
  });

  test.each([
    ["a tool by its name", { ignore: { one: "why" } }],
    ["tools by a pattern", { ignore: { "o*": "why" } }],
    ["files by a pattern", { ignorePaths: { "*.py": "why" } }],
  ])("leaves out %s, with the reason", async (_what, config) => {
    const { report, outcome } = await reported(withConfig(config), ["a"]);
    expect(outcome).toBe("clean");
    expect(report?.ledger).toMatchObject({ ignored: 1 });
    expect(report?.servers[0]?.findings).toMatchObject([{ tool: "one", ignored: "why" }]);
  });

  test("names patterns that fit nothing", async () => {
    const cwd = withConfig({ ignore: { "x*": "why" }, ignorePaths: { "old/**": "why" } });
    const { report } = await reported(cwd, ["a"]);
    const messages = report?.servers[0]?.findings.map(({ message }) => message);
    expect(messages).toEqual(
      expect.arrayContaining(['no tool is named "x*"', 'no source of a server fits "old/**"']),
    );
  });

  test.each([
    [{ severity: { "tool-pendin": "note" } }, 'no rule is named "tool-pendin": the nearest is'],
    [{ severity: { "tool-pending": "off" } }, "must be error, warning or note"],
    [{ expect: { tools: 0 } }, '"expect.tools" must say how many'],
    [{ expect: { tool: 1 } }, '"expect.tool" must say how many'],
    [{ ignorePaths: { "a/**": "" } }, '"ignorePaths.a/**" must give each pattern a reason'],
  ])("%j is refused with its place", async (config, expected) => {
    const { outcome, said } = await reported(withConfig(config), ["a"]);
    expect(outcome).toBe("UserError");
    expect(said).toContain("retrofit.config.json:1:");
    expect(said).toContain(expected);
  });
});

test("a folder with no server at all is an error", async () => {
  const cwd = folderWith(two);
  mkdirSync(join(cwd, "empty"));
  expect(await reported(cwd, ["empty"])).toMatchObject({ outcome: "UserError" });
});
