/** Diffs are for `git apply`: what it makes of them must be the planned bytes, whatever the file. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode } from "../../src/disk/files.js";
import { afterOf, type Change } from "../../src/plan/compose.js";
import { diffOf, sizeOf } from "../../src/plan/diff.js";
import { folderWith, run } from "../support/program.js";
import { runs } from "../support/properties.js";

function changeOf(path: string, before: Uint8Array, pieces: [number, string][]): Change {
  const { length } = decode(before).text;
  const edits = pieces.map(([at, text]) => ({
    file: path,
    offset: Math.round(at * length),
    text,
  }));
  return { path, before, edits };
}

function expectApplies(change: Change, cwd: string) {
  if (change.before) writeFileSync(change.path, change.before);
  writeFileSync(join(cwd, "change.diff"), diffOf(change, cwd));
  const applied = run("git", ["apply", "--whitespace=nowarn", "change.diff"], { cwd });
  expect(applied).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(change.path).equals(Buffer.from(afterOf(change)))).toBe(true);
}

describe("git apply takes the diff of", () => {
  test("any text with any insertions", () => {
    const cwd = folderWith({});
    run("git", ["init", "-q"], { cwd });
    const line = fc.constantFrom(
      "a",
      "",
      "  b",
      "c\r",
      "\uFEFFd",
      "é",
      "---",
      "+++ x",
      "\f",
      "g\0",
      "日本",
    );
    const text = fc.array(line, { minLength: 1 }).map((lines) => lines.join("\n"));
    const pieces = fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom("x", "\n", "y\r\n", "\tz"),
      ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(text, pieces, (before, list) => {
        const change = changeOf(join(cwd, "file.txt"), Buffer.from(before), list);
        fc.pre(before !== "");
        expectApplies(change, cwd);
      }),
      { numRuns: runs(60) },
    );
  });

  test("a file in Latin-1", () => {
    const cwd = folderWith({});
    const before = Buffer.from("# coding: latin-1\nname = 'caf\xe9'\nlast", "latin1");
    expectApplies(changeOf(join(cwd, "menu.py"), before, [[0.5, "# inserted\n"]]), cwd);
  });

  test("a new file, and a new script", () => {
    const cwd = folderWith({});
    for (const executable of [false, true]) {
      const path = join(cwd, executable ? "run.sh" : "notes.txt");
      const content = Buffer.from("one\ntwo\n");
      expectApplies({ path, before: undefined, content, executable }, cwd);
    }
  });
});

test("the size of a change counts what is inserted, and the lines that look different", () => {
  const change = changeOf("/a.ts", Buffer.from("one\ntwo\nthree\n"), [
    [1, "four\n"],
    [0, "zero "],
  ]);
  expect(sizeOf(change)).toEqual({ bytes: 10, lines: 2 });
});
