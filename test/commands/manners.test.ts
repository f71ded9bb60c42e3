/** How the program behaves where nobody can be asked, and on terminals of every kind. */

import { expect, test } from "vitest";
import { notes } from "../review/notes.js";
import { folderWith, retrofit } from "../support/program.js";
import { inTerminal, keys } from "../support/terminal.js";

const noTerminal = /nothing was written: there is no terminal to ask in; say --yes/;

test("without a terminal nothing is asked", () => {
  const { code, stderr } = retrofit(["."], { cwd: folderWith(notes) });
  expect(code).toBe(2);
  expect(stderr).toMatch(noTerminal);
});

test("in CI nothing is asked, whatever terminal that has", async () => {
  const session = inTerminal(["."], { cwd: folderWith(notes), columns: 120, env: { CI: "true" } });
  expect(await session.ended).toBe(2);
  expect(session.screen()).toMatch(noTerminal);
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with one
const colour = /\u001b\[\d*(?:;\d+)*m/;

test("colours are for terminals, and for those who ask for them; NO_COLOR has the last word", async () => {
  const cwd = folderWith(notes);
  const said = (env: Record<string, string>) => retrofit(["--dry-run", "."], { cwd, env }).stderr;
  expect(said({ NO_COLOR: "", FORCE_COLOR: "0" })).not.toMatch(colour);
  expect(said({ NO_COLOR: "", FORCE_COLOR: "1" })).toMatch(colour);
  expect(said({ NO_COLOR: "1", FORCE_COLOR: "1" })).not.toMatch(colour);
  for (const [NO_COLOR, isPainted] of [
    ["", true],
    ["1", false],
  ] as const) {
    const session = inTerminal(["."], { cwd, env: { NO_COLOR, FORCE_COLOR: undefined } });
    await session.shows("6 tools");
    session.type(keys.interrupt);
    await session.ended;
    expect(colour.test(session.sent())).toBe(isPainted);
  }
});

/** Names, messages and lines that would clear the screen, set a title, turn text round or hide it. */
const hostile = {
  ...notes,
  "notes/e\u001b[31mvil.py": `from notes.server import mcp


@mcp.tool(name='\\x1b]0;owned\\x07\\x1b[2J\\u202eevil')
def evil(note: str) -> str:
    """\u001b[8mhidden\u001b[0m \u202e"""
    return note
`,
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: none of these is to be left
const raw = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e]/;

test("no control character of a name or a source reaches the terminal", async () => {
  const cwd = folderWith(hostile);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what moves the cursor is ours
  const ours = /\u001b\[(?:\?1049[hl]|\?25[hl]|H|K|J)|\r\n/g;
  const session = inTerminal(["."], { cwd, columns: 100, rows: 40 });
  await session.shows("7 tools");
  session.type(keys.enter);
  await session.shows("Group 1");
  session.type("/");
  await session.shows("Search");
  session.type(`evil${keys.enter}`);
  expect(await session.shows("\\x1b]0;owned\\x07\\x1b[2J\\u202eevil")).toContain("\\x1b[8mhidden");
  session.type("A");
  await session.shows("Comes with them");
  session.type("q");
  await session.shows("Write the 7 accepted");
  session.type(keys.interrupt);
  await session.ended;
  expect(session.sent().replaceAll(ours, "")).not.toMatch(raw);
  for (const args of [
    ["--dry-run", "--quiet", "."],
    ["check", "--quiet", "--verbose", "."],
  ]) {
    const other = inTerminal(args, { cwd, columns: 100 });
    await other.ended;
    expect(other.sent()).toContain("owned");
    // A source's own colours are let through, as git and grep do.
    expect(other.sent().replaceAll("\u001b[8m", "").replaceAll("\u001b[0m", "")).not.toMatch(raw);
  }
});

test("every command has help with examples", () => {
  const cwd = folderWith({});
  for (const args of [
    ["--help"],
    ["-h"],
    ["help"],
    ["help", "check"],
    ["verify", "-h"],
    ["undo", "--help"],
  ]) {
    const { code, stdout } = retrofit(args, { cwd });
    expect([args, code]).toEqual([args, 0]);
    expect(stdout).toContain("Examples:\n  mcp-retrofit");
  }
});
