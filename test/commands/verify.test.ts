/** `retrofit verify` as a user runs it: what it asks, what it prints, how it ends. */

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { retrofit } from "../support/program.js";
import { inTerminal, keys } from "../support/terminal.js";
import { original, patched } from "../verify/faults/support.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("a server that is not retrofitted is no server to verify", () => {
  const { code, stderr } = retrofit(["verify", "--yes", "examples/aws-inventory"], { cwd: root });
  expect(code).toBe(2);
  expect(stderr).toMatch(/aws-inventory: no tool is migrated: retrofit the server first\n$/);
});

test("nothing is run where nobody can be asked", async () => {
  const folder = await patched("javascript", []);
  const { code, stdout, stderr } = retrofit(["verify", "."], { cwd: folder });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/verify runs the code of \..*say --yes where nobody can be asked\n$/s);
});

test("what cannot be started is told in one line", async () => {
  const folder = await patched("javascript", []);
  const args = ["verify", "--yes", "--against", original("javascript"), "--command", "false", "."];
  const { code, stderr } = retrofit(args, { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toMatch(/retrofit: sh -c exec false did not answer as an MCP server: [^\n]*\n$/);
});

test("the report for programs has a version", async () => {
  const folder = await patched("javascript", []);
  const against = ["--against", original("javascript")];
  const only = ["--tool", "list_buckets", "--calls", "6", "--format", "json"];
  const { code, stdout } = retrofit(["verify", ".", "--yes", ...against, ...only], { cwd: folder });
  const { version, servers } = JSON.parse(stdout);
  expect({ code, version, count: servers.length }).toEqual({ code: 0, version: 1, count: 1 });
  const [tool] = servers[0].tools;
  expect(tool).toMatchObject({ name: "list_buckets", outcome: "proven", faults: [], gaps: [] });
  expect(tool.requests).toBe(3);
});

test("whoever interrupts it sees it end", async () => {
  const folder = await patched("javascript", []);
  const args = ["verify", "--yes", "--against", original("javascript"), "."];
  const session = inTerminal(args, { cwd: folder, columns: 150 });
  await session.shows(": isolation: ");
  session.type(keys.interrupt);
  expect(await session.ended).toBe(130);
  expect(session.screen()).toMatch(/retrofit: interrupted \(SIGINT\); nothing was written$/);
});
