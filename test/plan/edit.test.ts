/** Insertions: their order, and where they stand once they are put in. */

import { expect, test } from "vitest";
import { byFile, insert, normalize, spansOf, takeOut } from "../../src/plan/edit.js";
import type { Edit } from "../../src/types.js";

const at = (offset: number, text: string, rank?: number): Edit => ({
  file: "a",
  offset,
  text,
  ...(rank === undefined ? {} : { rank }),
});

test.each<[string, Edit[], string]>([
  ["none", [], "abc"],
  ["at both ends", [at(3, "2"), at(0, "1")], "1abc2"],
  ["at one place, by their texts", [at(1, "y"), at(1, "x")], "axybc"],
  ["at one place, by their ranks", [at(1, "x", 2), at(1, "y", 1), at(1, "z")], "azyxbc"],
  ["the same one twice", [at(1, "x"), at(1, "x", 0)], "axbc"],
  ["the same text with other ranks", [at(1, "x"), at(1, "x", 1)], "axxbc"],
])("put in, found and taken out: %s", (_, edits, after) => {
  expect(insert("abc", edits)).toBe(after);
  expect(takeOut(after, edits)).toBe("abc");
  const texts = spansOf(edits).map(([start, end]) => after.slice(start, end));
  expect(texts).toEqual(normalize(edits).map(({ text }) => text));
});

test.each([-1, 4])("an insertion at %i is outside of a text of three", (offset) => {
  expect(() => insert("abc", [at(offset, "x")])).toThrow(`at ${offset} is outside a`);
});

test("edits are kept apart by file, in their order", () => {
  const [one, two, three] = [at(0, "1"), { ...at(0, "2"), file: "b" }, at(1, "3")];
  expect([...byFile([one, two, three])]).toEqual([
    ["a", [one, three]],
    ["b", [two]],
  ]);
});
