/** The conversation in a terminal, held in a real one. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, run } from "../support/program.js";
import { inTerminal, keys, type Session } from "../support/terminal.js";
import { notes } from "./notes.js";

/** Types each text once the screen has what is named before it. */
async function converse(
  session: Session,
  answers: readonly (readonly [shows: string, types: string])[],
): Promise<number | null> {
  for (const [shows, types] of answers) {
    await session.shows(shows);
    session.type(types);
  }
  return session.ended;
}

function migrated(cwd: string): string[] {
  const texts = ["server", "more"].map((name) =>
    readFileSync(join(cwd, `notes/${name}.py`), "utf8"),
  );
  return [...texts.join("\n").matchAll(/def (\w+)\([^)]*target_account_id/g)].map(
    ([, name]) => name as string,
  );
}

test("accepts a group, skips one, takes a tool out of a third, and writes that", async () => {
  const cwd = folderWith(notes);
  const session = inTerminal(["."], { cwd, rows: 30 });
  const code = await converse(session, [
    ["1 server: 6 tools", keys.enter],
    ["Group 1 of 3: forced", "s"],
    ["Group 2 of 3", "a"],
    ["Group 3 of 3", keys.enter],
    ["> [ ] one", "a"],
    ["> [ ] two", "s"],
    ["> [ ] three", "a"],
    ["[x] three", "n"],
    ["Comes with them, 1 of 4", "n"],
    ["Comes with them, 2 of 4", "n"],
    ["Comes with them, 3 of 4", "n"],
    ["Comes with them, 4 of 4", "n"],
    ["Write the 4 accepted, or nothing?", "w"],
  ]);
  expect(migrated(cwd)).toEqual(["one", "three", "four", "five"]);
  expect(code).toBe(0);
});

test("accepts all at once", async () => {
  const cwd = folderWith(notes);
  const session = inTerminal(["."], { cwd });
  const code = await converse(session, [
    ["1 server: 6 tools", "A"],
    ["Comes with them, 1 of 4", "q"],
    ["Write the 6 accepted, or nothing?", "w"],
  ]);
  expect(migrated(cwd)).toEqual(["forced", "one", "two", "three", "four", "five"]);
  expect(code).toBe(0);
});

test("quitting asks whether to write what is accepted, or nothing", async () => {
  const cwd = folderWith(notes);
  const begin = [
    ["1 server: 6 tools", keys.enter],
    ["Group 1 of 3: forced", "a"],
    ["Group 2 of 3", "q"],
  ] as const;
  const no = inTerminal(["."], { cwd });
  expect(await converse(no, [...begin, ["Write the 1 accepted, or nothing?", "n"]])).toBe(0);
  expect(no.screen()).toContain("Nothing was written");
  expect(migrated(cwd)).toEqual([]);
  const yes = inTerminal(["."], { cwd });
  await converse(yes, [...begin, ["Not looked at yet: imports: 1 file", "w"]]);
  expect(migrated(cwd)).toEqual(["forced"]);
});

test("quitting with nothing accepted asks nothing", async () => {
  const cwd = folderWith(notes);
  const session = inTerminal(["."], { cwd });
  expect(await converse(session, [["1 server: 6 tools", "q"]])).toBe(0);
  expect(session.screen()).toContain("Nothing was written");
});

test("Ctrl-C writes nothing, says so, and gives the terminal back", async () => {
  const cwd = folderWith(notes);
  const session = inTerminal(["."], { cwd });
  const code = await converse(session, [
    ["1 server: 6 tools", keys.enter],
    ["Group 1 of 3: forced", "a"],
    ["Group 2 of 3", keys.interrupt],
  ]);
  expect(code).toBe(130);
  expect(session.screen()).toContain("nothing was written");
  expect(session.screen()).not.toContain("Group 2");
  expect(session.emulator.buffer.active.type).toBe("normal");
  expect(migrated(cwd)).toEqual([]);
});

test("a skipped tool gets a comment with a reason, and is asked about no more", async () => {
  const cwd = folderWith(notes);
  const session = inTerminal(["."], { cwd, rows: 30 });
  await converse(session, [
    ["1 server: 6 tools", keys.enter],
    ["Group 1 of 3: forced", "p"],
    ["Why is it left out?", `reads noo${keys.backspace}te files${keys.enter}`],
    ["Group 2 of 3", "q"],
    ["Write the 0 accepted and 1 comment, or nothing?", "l"],
    ["Comes with them, 1 of 1: comments that leave tools out", "n"],
    ["Write the 0 accepted and 1 comment, or nothing?", "w"],
  ]);
  const text = readFileSync(join(cwd, "notes/server.py"), "utf8");
  expect(text).toContain("# retrofit-ignore: reads note files\n@mcp.tool()\ndef forced");
  const again = inTerminal(["."], { cwd });
  expect(await again.shows("5 tools to retrofit")).toContain("1 ignored");
  again.type("q");
  await again.ended;
});

test("a file that changes meanwhile is named, and nothing is written", async () => {
  const cwd = folderWith(notes);
  const session = inTerminal(["."], { cwd, columns: 150 });
  await session.shows("1 server: 6 tools");
  const path = join(cwd, "notes/more.py");
  run("sh", ["-c", `echo '# edited' >> ${path}`], { cwd });
  session.type("A");
  expect(await session.ended).toBe(2);
  expect(session.screen()).toContain("changed since it was planned; nothing was written");
});

test("files that are not committed are asked about first", async () => {
  const cwd = folderWith(notes);
  run("git", ["init", "-q"], { cwd });
  const no = inTerminal(["."], { cwd });
  expect(await converse(no, [["not committed", "n"]])).toBe(130);
  expect(no.screen()).toContain("nothing was written");
  const yes = inTerminal(["."], { cwd });
  await converse(yes, [
    ["not committed", "y"],
    ["1 server: 6 tools", "A"],
    ["Comes with them, 1 of 4", "q"],
    ["Write the 6 accepted", "w"],
  ]);
  expect(migrated(cwd)).toEqual(["forced", "one", "two", "three", "four", "five"]);
});

test("a terminal that cannot move its cursor gets the screens one below the other", async () => {
  const cwd = folderWith(notes);
  const session = inTerminal(["."], { cwd, rows: 50, env: { TERM: "dumb" } });
  await converse(session, [
    ["1 server: 6 tools", "A"],
    ["Comes with them, 1 of 4", "q"],
    ["Write the 6 accepted", "n"],
  ]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these is to be there
  expect(session.sent()).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
});
