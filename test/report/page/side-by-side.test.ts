/** A change side by side: on the left all that was, on the right all that is, line beside line. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { encode } from "../../../src/disk/files.js";
import type { Change } from "../../../src/plan/compose.js";
import { hunksOf } from "../../../src/plan/diff.js";
import { sideBySide } from "../../../src/report/page/side-by-side.js";
import { visibleCode } from "../../../src/report/visible.js";
import { attribute, elementsOf, textIn } from "../../support/page.js";
import "../../support/properties.js";

function changeOf(text: string, insertions: readonly [offset: number, text: string][]): Change {
  const before = encode({ text, encoding: "utf8" });
  return {
    path: "/a",
    before,
    edits: insertions.map(([offset, inserted]) => ({ file: "/a", offset, text: inserted })),
  };
}

/** The cells of each row, but for those that say where a part of the file begins. */
function rowsOf(change: Change) {
  const cells = elementsOf(sideBySide(change).html).filter((each) =>
    attribute(each, "class")?.startsWith("d2h-"),
  );
  const rows = Array.from({ length: cells.length / 2 }, (_, index) =>
    cells.slice(2 * index, 2 * index + 2),
  );
  return rows
    .map((row) =>
      row.map((cell) => ({
        kind: attribute(cell, "class") ?? "",
        number: attribute(cell, "data-n"),
        text: textIn(cell),
        marked: inserted(cell),
      })),
    )
    .filter(([left]) => left?.kind !== "d2h-info");
}

function inserted(cell: Parameters<typeof textIn>[0]): string[] {
  const nodes = "childNodes" in cell ? cell.childNodes : [];
  return nodes.filter(({ nodeName }) => nodeName === "ins").map(textIn);
}

test("an insertion in a line is marked in it, beside the line as it was", () => {
  const rows = rowsOf(changeOf("one\ncall(a);\nthree\n", [[10, ", b"]]));
  const told = rows.map((row) => row.map(({ number, text }) => `${number ?? ""} ${text}`));
  expect(told).toEqual([
    ["1 one", "1 one"],
    ["2 call(a);", " call(a, b);"],
    ["3 three", "3 three"],
  ]);
  expect(rows[1]?.[1]?.marked).toEqual([", b"]);
  expect(rows[1]?.[0]?.marked).toEqual([]);
});

test("all that was is on the left, and all that is on the right, in order", () => {
  const texts = fc
    .array(fc.string({ maxLength: 12 }), { maxLength: 12 })
    .map((lines) => lines.join("\n"));
  const cases = texts.chain((text) =>
    fc.tuple(
      fc.constant(text),
      fc.array(fc.tuple(fc.nat(text.length), fc.constantFrom("x", "\n", "a\nb", "wrap(", " ")), {
        minLength: 1,
        maxLength: 4,
      }),
    ),
  );
  fc.assert(
    fc.property(cases, ([text, insertions]) => {
      const change = changeOf(text, insertions);
      const lines = hunksOf(change).flatMap((hunk) =>
        hunk.lines.filter((line) => !line.startsWith("\\")),
      );
      const wanted = (sign: string) =>
        lines
          .filter((line) => line[0] === " " || line[0] === sign)
          .map((line) => visibleCode(line.slice(1)));
      const rows = rowsOf(change);
      const shown = (side: 0 | 1) =>
        rows.flatMap((row) =>
          row[side]?.kind.includes("emptyplaceholder") ? [] : [row[side]?.text],
        );
      expect(shown(0)).toEqual(wanted("-"));
      expect(shown(1)).toEqual(wanted("+"));
      for (const [left, right] of rows) {
        if (left?.kind === "d2h-cntx") expect(right).toEqual(left);
      }
    }),
  );
});
