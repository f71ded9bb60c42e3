/** Bad input gets one clear line and exit 2; nothing is lost or half-written. */

import { chmodSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaults } from "../../src/config/load.js";
import { apply } from "../../src/disk/apply.js";
import { createFileStore } from "../../src/disk/files.js";
import { hashesOf } from "../../src/disk/hashes.js";
import { UserError } from "../../src/errors.js";
import { languages } from "../../src/languages/registry.js";
import { compose, everything } from "../../src/plan/compose.js";
import { planServer } from "../../src/plan/plan.js";
import { discover } from "../../src/run/discover.js";
import { filesBelow } from "../support/fixtures.js";
import { folderWith, programPath, type Run, retrofit, run } from "../support/program.js";

const manifest = `{ "name": "notes", "type": "module", "dependencies": { "@modelcontextprotocol/sdk": "^1.25.0", "zod": "^3.25.0" } }\n`;

const server = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
const server = new McpServer({ name: "notes", version: "1.0.0" });
server.tool("read_note", { id: z.string() }, async ({ id }) => ({ content: [] }));
`;

const notes = { "package.json": manifest, "src/server.ts": server };

/** One line on stderr that names the place, no stack trace, exit 2. */
function expectClearLine(outcome: Run, ...parts: string[]) {
  expect(outcome.code).toBe(2);
  expect(outcome.stderr).not.toMatch(/^\s+at /m);
  const line = outcome.stderr.split("\n").find((one) => parts.every((part) => one.includes(part)));
  expect(line, outcome.stderr).toBeDefined();
}

describe("the command line", () => {
  const cwd = () => folderWith(notes);

  test("a path that is not there", () => {
    expectClearLine(retrofit(["./nowhere"], { cwd: cwd() }), "nowhere", "no such file or folder");
  });

  test("no path", () => {
    expectClearLine(retrofit([], { cwd: cwd() }), "name a server");
  });

  test("a misspelt option", () => {
    expectClearLine(retrofit(["--dry-rum", "."], { cwd: cwd() }), "--dry-rum", "unknown option");
  });

  test("a style that there is not", () => {
    expectClearLine(
      retrofit(["--style", "fancy", "."], { cwd: cwd() }),
      "fancy",
      "wrapper, inline",
    );
  });

  test("a folder without a server", () => {
    const empty = folderWith({ "readme.txt": "nothing here\n" });
    for (const args of [["."], ["check", "."], ["--dry-run", "."]]) {
      expectClearLine(retrofit(args, { cwd: empty }), "no MCP server here");
    }
  });
});

describe("files", () => {
  test("one that does not parse is named and left alone, the others are done", () => {
    const broken = "server.tool('broken', {}, async () => {\n";
    const cwd = folderWith({ ...notes, "src/broken.ts": `${server}${broken}` });
    expectClearLine(retrofit(["--yes", "."], { cwd }), "src/broken.ts:");
    expect(readFileSync(join(cwd, "src/broken.ts"), "utf8")).toBe(server + broken);
    expect(readFileSync(join(cwd, "src/server.ts"), "utf8")).toContain("target_account_id");
  });

  test("a binary one with a source's name", () => {
    const video = Uint8Array.from([0x47, 0, 0, 1, 2]);
    const ours = folderWith({ ...notes, "src/video.ts": video });
    expectClearLine(retrofit(["--dry-run", "."], { cwd: ours }), "src/video.ts", "binary");
    const python = folderWith({
      "server.py": "from mcp.server import Server\n",
      "video.py": video,
    });
    expectClearLine(retrofit(["check", "."], { cwd: python }), "video.py", "binary");
  });

  test("a source with a NUL in a string is no binary one", () => {
    const cwd = folderWith({ ...notes, "src/server.ts": `${server}const gap = "\0";\n` });
    expect(retrofit(["--yes", "."], { cwd })).toMatchObject({ code: 0 });
    const after = readFileSync(join(cwd, "src/server.ts"), "utf8");
    expect(after).toMatch(/target_account_id(.|\n)*const gap = "\0";\n$/);
    const python = folderWith({
      "server.py": `from fastmcp import FastMCP\nmcp = FastMCP("notes")\n@mcp.tool\ndef gap() -> str:\n    """Gives the character that parts two fields."""\n    return "\0"\n`,
    });
    expectClearLine(retrofit(["check", "."], { cwd: python }), "server.py:6", "not valid Python");
  });

  test("one without permission is named", () => {
    const cwd = folderWith({ "server.py": "import mcp\n" });
    chmodSync(join(cwd, "server.py"), 0);
    const outcome = run(...withoutPrivileges([programPath, "check", "."]), { cwd });
    expectClearLine(outcome, "server.py", "permission denied");
  });

  test("a symbolic link out of the folder is not followed", () => {
    const outside = folderWith({ "evil.ts": server });
    const cwd = folderWith(notes);
    symlinkSync(outside, join(cwd, "src/linked"));
    symlinkSync(join(outside, "evil.ts"), join(cwd, "src/evil.ts"));
    expect(retrofit(["--yes", "."], { cwd }).stderr).toContain("1 tool found");
    expect(readFileSync(join(outside, "evil.ts"), "utf8")).toBe(server);
  });

  test("what git ignores is not looked at", () => {
    const cwd = folderWith({ ...notes, ".gitignore": "/generated\n", "generated/a.ts": server });
    expect(retrofit(["--dry-run", "."], { cwd }).stderr).toContain("1 tool found");
  });
});

test.runIf(process.platform === "linux")("an ignored name in another case is not ignored", () => {
  const cwd = folderWith({ ...notes, ".gitignore": "/SRC/\n" });
  expect(retrofit(["--dry-run", "."], { cwd }).stderr).toContain("1 tool found");
});

describe("the configuration", () => {
  test.each([
    ["{", "retrofit.config.json:1", "not valid JSON"],
    ["[]", "retrofit.config.json", "expected an object"],
    [`{ "postion": "last" }`, "retrofit.config.json", `unknown key "postion"`],
    [`{ "position": "second" }`, "retrofit.config.json", `"position" must be one of`],
    [`{ "ignore": { "read_note": "" } }`, "retrofit.config.json", "must give each tool a reason"],
    [
      `{ "programs": { "chaos": "maybe" } }`,
      "retrofit.config.json",
      `"programs.chaos" must say what a program is`,
    ],
    [
      `{ "programs": { "chaos": "none:" } }`,
      "retrofit.config.json",
      `"programs.chaos" must say what a program is`,
    ],
  ])("%s", (text, ...parts) => {
    const cwd = folderWith({ ...notes, "retrofit.config.json": text });
    expectClearLine(retrofit(["--dry-run", "."], { cwd }), ...parts);
  });
});

describe("the disk", () => {
  test("a folder without permission is named", () => {
    const cwd = folderWith(notes);
    chmodSync(join(cwd, "src"), 0);
    const outcome = run(...withoutPrivileges([programPath, "--dry-run", "."]), { cwd });
    chmodSync(join(cwd, "src"), 0o755);
    expectClearLine(outcome, "src", "permission denied");
  });

  test("a file changed between plan and write is refused, and nothing is written", async () => {
    const cwd = folderWith(notes);
    const files = createFileStore();
    const [found] = discover([cwd], languages, files).servers;
    if (!found) throw new Error("no server");
    const plan = await planServer(found, files, defaults);
    const { changes } = await compose(plan, everything(plan), files);
    writeFileSync(join(cwd, "src/server.ts"), `${server}// edited meanwhile\n`);
    const before = filesBelow(cwd);
    await expect(apply(changes, hashesOf(files), [found])).rejects.toThrow(UserError);
    expect(filesBelow(cwd)).toEqual(before);
    expect(readFileSync(join(cwd, "src/server.ts"), "utf8")).toContain("edited meanwhile");
  });

  test("a full disk leaves everything as it was", () => {
    const cwd = folderWith(notes);
    const before = filesBelow(cwd);
    // A limit on the size of a file fails the same write as a full disk does, and needs no root.
    const command = `ulimit -f 1; exec "${process.execPath}" "${programPath}" --yes . 2>&1 | cat`;
    const outcome = run("sh", ["-c", command], { cwd });
    expect(outcome.stdout).toContain("nothing was written");
    expect(outcome.stdout).not.toMatch(/^\s+at /m);
    expect(filesBelow(cwd)).toEqual(before);
    expect(readFileSync(join(cwd, "src/server.ts"), "utf8")).toBe(server);
  });
});

/** No permission stops root, so for this test root gives up the capability to pass by them. */
function withoutPrivileges(args: string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [process.execPath, args];
  const drop = ["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"];
  return ["setpriv", [...drop, process.execPath, ...args]];
}
