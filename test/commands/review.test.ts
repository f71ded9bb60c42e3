/** The conversation in a terminal, held in a real one: `script` lends the program a pseudo-terminal. */

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, programPath, run } from "../support/program.js";

const manifest = `{ "type": "module", "dependencies": { "@modelcontextprotocol/sdk": "^1.25.0", "zod": "^3.25.0" } }\n`;

const source = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
export const server = new McpServer({ name: "notes", version: "1.0.0" });
server.tool("first", { id: z.string() }, async ({ id }) => ({ content: [] }));
server.tool("second", { id: z.string() }, async ({ id }) => ({ content: [] }));
server.tool("third", { id: z.string() }, async ({ id }) => ({ content: [] }));
`;

const enter = "\r";
const down = "\u001b[B";
const interrupt = "\u0003";

/** Runs `retrofit .` in a terminal and types each answer when its question is there. */
function converse(cwd: string, answers: readonly [question: string, keys: string][]) {
  // A terminal lent without a window has no size of its own.
  const command = `stty rows 40 cols 120; "${process.execPath}" "${programPath}" .`;
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd,
    env: { ...process.env, CI: "", TERM: "xterm" },
  });
  const waiting = [...answers];
  let screen = "";
  let seen = 0;
  child.stdout.on("data", (bytes) => {
    screen += bytes;
    const next = waiting[0];
    const at = next ? screen.indexOf(next[0], seen) : -1;
    if (!next || at < 0) return;
    seen = at + next[0].length;
    waiting.shift();
    child.stdin.write(next[1]);
  });
  return new Promise<{ code: number | null; screen: string }>((resolve) => {
    child.on("exit", (code) => resolve({ code, screen }));
  });
}

function migrated(cwd: string): string[] {
  const text = readFileSync(join(cwd, "src/server.ts"), "utf8");
  return [...text.matchAll(/tool\("(\w+)", \{ id: z.string\(\), target_account_id/g)].map(
    ([, name]) => name as string,
  );
}

const notes = { "package.json": manifest, "src/server.ts": source };

test("accepts one tool, skips one, and quitting keeps what was accepted", async () => {
  const cwd = folderWith(notes);
  const { code, screen } = await converse(cwd, [
    ["1 of 3: first", enter],
    ["2 of 3: second", down + enter],
    ["3 of 3: third", down + down + down + enter],
    ["Write 1 tool", enter],
  ]);
  expect(screen).toContain("withAccountContext");
  expect(migrated(cwd)).toEqual(["first"]);
  expect(code).toBe(0);
});

test("accepts all that follow", async () => {
  const cwd = folderWith(notes);
  await converse(cwd, [
    ["1 of 3: first", down + down + enter],
    ["Write 3 tools", enter],
  ]);
  expect(migrated(cwd)).toEqual(["first", "second", "third"]);
});

test("Ctrl-C writes nothing", async () => {
  const cwd = folderWith(notes);
  const { code } = await converse(cwd, [
    ["1 of 3: first", enter],
    ["2 of 3: second", interrupt],
  ]);
  expect(readFileSync(join(cwd, "src/server.ts"), "utf8")).toBe(source);
  expect(code).toBe(130);
});

test("the last question can be answered with no", async () => {
  const cwd = folderWith(notes);
  await converse(cwd, [
    ["1 of 3: first", down + down + enter],
    ["Write 3 tools", `n`],
  ]);
  expect(readFileSync(join(cwd, "src/server.ts"), "utf8")).toBe(source);
});

test("files that are not committed are asked about first", async () => {
  const cwd = folderWith(notes);
  run("git", ["init", "-q"], { cwd });
  const no = await converse(cwd, [["not committed", "n"]]);
  expect(no.screen).toContain("package.json, src/server.ts");
  expect(no.code).toBe(130);
  expect(readFileSync(join(cwd, "src/server.ts"), "utf8")).toBe(source);
  await converse(cwd, [
    ["not committed", "y"],
    ["1 of 3: first", down + down + enter],
    ["Write 3 tools", enter],
  ]);
  expect(migrated(cwd)).toEqual(["first", "second", "third"]);
});
