/** What of a file's lines is marked as inserted. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { insert } from "../../src/plan/edit.js";
import { hunksOf, isTouched, type MarkedLine, markedLines } from "../../src/review/marked.js";
import type { Edit } from "../../src/types.js";

function shown(lines: readonly MarkedLine[]): string[] {
  return lines.map(({ number, pieces }) => {
    const text = pieces.map((each) => (each.isInserted ? `«${each.text}»` : each.text)).join("");
    return `${number ?? "+"} ${text}`;
  });
}

const edit = (offset: number, text: string): Edit => ({ file: "a.py", offset, text });

test("an insertion in a line is marked to the character, a new line has no number", () => {
  const lines = markedLines("one\ntwo(a)\nthree\n", [
    edit(4, "new\n"),
    edit(9, ", b"),
    edit(17, "four\n"),
  ]);
  expect(shown(lines)).toEqual(["1 one", "+ «new»", "2 two(a«, b»)", "3 three", "+ «four»"]);
});

test("an insertion that breaks a line leaves its first line the number", () => {
  const lines = markedLines("f(a)\nend", [edit(2, "\n  "), edit(3, ",\n  b\n")]);
  expect(shown(lines)).toEqual(["1 f(", "1 «  »a«,»", "+ «  b»", "1 )", "2 end"]);
});

test("hunks hold the lines around, and are one where these meet", () => {
  const text = Array.from({ length: 20 }, (_, at) => `line ${at + 1}\n`).join("");
  const at = (line: number): Edit => edit(text.indexOf(`line ${line}\n`), "x");
  const hunks = hunksOf(markedLines(text, [at(2), at(5), at(12)]), 2);
  expect(hunks.map((hunk) => hunk.map(({ number }) => number))).toEqual([
    [1, 2, 3, 4, 5, 6, 7],
    [10, 11, 12, 13, 14],
  ]);
});

test("the pieces are the file as it would be, and those that are not inserted the file as it is", () => {
  const cases = fc.string({ unit: fc.constantFrom("a", "b", "\n") }).chain((text) =>
    fc.tuple(
      fc.constant(text),
      fc.array(
        fc.record({
          file: fc.constant("a"),
          offset: fc.nat(text.length),
          text: fc.string({ unit: fc.constantFrom("x", "\n"), minLength: 1 }),
        }),
      ),
    ),
  );
  fc.assert(
    fc.property(cases, ([text, edits]) => {
      const lines = markedLines(text, edits);
      const whole = lines
        .map(({ pieces }) => pieces.map((piece) => piece.text).join(""))
        .join("\n");
      const after = insert(text, edits);
      expect([after, `${after}`.replace(/\n$/, "")]).toContain(whole);
      const kept = lines.flatMap(({ pieces }) => pieces.filter((piece) => !piece.isInserted));
      expect(kept.map((piece) => piece.text).join("")).toBe(text.replaceAll("\n", ""));
      expect(hunksOf(lines, 0).flat()).toEqual(lines.filter(isTouched));
    }),
  );
});
