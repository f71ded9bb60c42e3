/** The program as a user meets it: what it prints, what it writes, how it ends. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow } from "../support/fixtures.js";
import { folderWith, programPath, retrofit, run } from "../support/program.js";

const manifest = `{
  "name": "notes",
  "type": "module",
  "dependencies": { "@modelcontextprotocol/sdk": "^1.25.0", "zod": "^3.25.0" }
}
`;

const server = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

export const server = new McpServer({ name: "notes", version: "1.0.0" });

server.tool("read_note", "Read a note.", { id: z.string() }, async ({ id }) => ({
  content: [{ type: "text", text: id }],
}));
`;

const notes = { "package.json": manifest, "src/server.ts": server };

const inlineTool = "server.tool(";

function snapshot(folder: string): Record<string, string> {
  return Object.fromEntries(
    filesBelow(folder)
      .filter((path) => !path.startsWith(".git/"))
      .map((path) => [path, readFileSync(join(folder, path), "latin1")]),
  );
}

describe("a dry run", () => {
  test("prints a diff that git apply takes, and writes nothing", () => {
    const cwd = folderWith(notes);
    run("git", ["init", "-q"], { cwd });
    const before = snapshot(cwd);
    const dry = retrofit(["--dry-run", "."], { cwd });
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.stderr).toContain("1 tool found = 0 migrated");
    expect(snapshot(cwd)).toEqual(before);

    writeFileSync(join(cwd, "../patch.diff"), dry.stdout);
    expect(run("git", ["apply", "../patch.diff"], { cwd })).toMatchObject({ code: 0, stderr: "" });
    const applied = snapshot(cwd);

    const other = folderWith(notes);
    expect(retrofit(["--yes", "."], { cwd: other })).toMatchObject({ code: 0 });
    expect(snapshot(other)).toEqual(applied);
  });

  test("is the same bytes every time", () => {
    const cwd = folderWith(notes);
    const once = retrofit(["--dry-run", "."], { cwd });
    expect(retrofit(["--dry-run", "."], { cwd }).stdout).toBe(once.stdout);
  });
});

describe("writing", () => {
  test("needs a terminal or --yes", () => {
    const cwd = folderWith(notes);
    const before = snapshot(cwd);
    const outcome = retrofit(["."], { cwd });
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toContain("say --yes to write");
    expect(snapshot(cwd)).toEqual(before);
  });

  test("a second time changes nothing", () => {
    const cwd = folderWith(notes);
    retrofit(["--yes", "."], { cwd });
    const written = snapshot(cwd);
    const again = retrofit(["--yes", "."], { cwd });
    expect(again.code).toBe(0);
    expect(again.stderr).toContain("Nothing to do.");
    expect(snapshot(cwd)).toEqual(written);
  });

  test("leaves no temporary file behind", () => {
    const cwd = folderWith(notes);
    retrofit(["--yes", "."], { cwd });
    expect(filesBelow(cwd).filter((path) => path.includes(".retrofit-"))).toEqual([]);
  });
});

describe("check", () => {
  test("exits 1 and names the place and what is missing, then 0", () => {
    const cwd = folderWith(notes);
    const open = retrofit(["check", "."], { cwd });
    expect(open.code).toBe(1);
    expect(open.stdout).toContain(
      "src/server.ts:6:1: error: tool-pending: read_note: lacks parameter and wrapper",
    );
    retrofit(["--yes", "."], { cwd });
    const clean = retrofit(["check", "."], { cwd });
    expect(clean).toMatchObject({ code: 0, stderr: "" });
    expect(clean.stdout).toContain("1 tool found = 1 migrated");
  });

  test("counts an ignored tool as ignored, by pragma and by configuration", () => {
    const pragma = server.replace(inlineTool, `// retrofit-ignore: reads no AWS\n${inlineTool}`);
    const byPragma = folderWith({ ...notes, "src/server.ts": pragma });
    const config = `{ "ignore": { "read_note": "reads no AWS" } }`;
    const byConfig = folderWith({ ...notes, "retrofit.config.json": config });
    for (const cwd of [byPragma, byConfig]) {
      const outcome = retrofit(["check", "."], { cwd });
      expect(outcome.stdout).toContain("+ 1 ignored");
      expect(outcome.code).toBe(0);
    }
  });
});

describe("a part of a server", () => {
  test("is planned from below its root, alone", () => {
    const more = server.replace("read_note", "list_notes").replace("export ", "");
    const cwd = folderWith({ ...notes, "src/tools/list.ts": more });
    const dry = retrofit(["--dry-run", "list.ts"], { cwd: join(cwd, "src/tools") });
    expect(dry.stderr).toContain("1 tool found");
    expect(dry.stdout).toContain("src/tools/list.ts");
    expect(dry.stdout).not.toContain("a/src/server.ts");
  });
});

test("what is left to do by hand is not called nothing", () => {
  const generated = `import httpx
from fastmcp import FastMCP

mcp = FastMCP.from_openapi(httpx.get("https://example.com/openapi.json").json(), httpx.AsyncClient())
`;
  const pyproject = `[project]\nname = "api"\ndependencies = ["fastmcp"]\n`;
  const cwd = folderWith({ "pyproject.toml": pyproject, "server.py": generated });
  const { stderr } = retrofit(["--dry-run", "."], { cwd });
  expect(stderr).toContain("Nothing that retrofit can do: 1 tool left to do by hand.");
});

describe("help", () => {
  test.each([["-h"], ["help"], ["--help"]])("of the program: %s", (...args) => {
    const { code, stdout, stderr } = retrofit(args, { cwd: folderWith(notes) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Usage: retrofit [options] [command] [paths...]");
  });

  test.each([
    ["check", "-h"],
    ["help", "check"],
    ["check", "--help"],
  ])("of a command: %s %s", (...args) => {
    const { code, stdout } = retrofit(args, { cwd: folderWith(notes) });
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: retrofit check [options] <paths...>");
  });
});

describe("standard output that fails is told in one line", () => {
  const ending = (command: string): string => {
    const script = `node "$PROGRAM" ${command}; echo "exit \${PIPESTATUS[0]}" >&2`;
    const options = { cwd: folderWith(notes), env: { PROGRAM: programPath } };
    return run("bash", ["-c", script], options).stderr.split("\n").slice(-3).join("\n");
  };

  test.runIf(existsSync("/dev/full"))("a full disk", () => {
    expect(ending("--dry-run . >/dev/full")).toBe(
      "retrofit: standard output: no space left on the disk\nexit 2\n",
    );
  });

  test("a reader that went away", () => {
    expect(ending("--dry-run . | true")).toBe(
      "retrofit: standard output was closed before all was written\nexit 2\n",
    );
  });
});
