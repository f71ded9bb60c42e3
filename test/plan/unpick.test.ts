/** Insertions come out of a text that was edited since exactly, or not at all. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { insert, spansOf } from "../../src/plan/edit.js";
import { namesLeft, unpick } from "../../src/plan/unpick.js";
import type { Edit, Span } from "../../src/types.js";
import { runs } from "../support/properties.js";

const before = `import { z } from "zod";

server.tool("a", { id: z.string() }, async ({ id }) => ({ content: [] }));
server.tool("b", { id: z.string() }, async ({ id }) => ({ content: [] }));
`;

const parameter = ", target_account_id: targetAccountId";

function editsAt(text: string, marks: readonly [behind: string, insertion: string][]): Edit[] {
  return marks.map(([mark, inserted]) => {
    const offset = text.indexOf(mark) + mark.length;
    return { file: "server.ts", offset, text: inserted };
  });
}

const edits = editsAt(before, [
  [`"zod";\n`, `import { withAccountContext } from "./services.js";\n`],
  [`"a", { id: z.string()`, parameter],
  [`"a", { id: z.string() }, `, "withAccountContext("],
  [`"a", { id: z.string() }, async ({ id }) => ({ content: [] })`, ")"],
]);
const after = insert(before, edits);
const spans = spansOf(edits);

function unpicked(edit: (text: string) => string): string | undefined {
  const current = edit(after);
  expect(current).not.toBe(after);
  return unpick(after, spans, current);
}

test("of a text that was not edited, to the byte", () => {
  expect(unpick(after, spans, after)).toBe(before);
});

describe("what was written since stays", () => {
  test.each<[string, string, string]>([
    ["a line of its own", `server.tool("b"`, `// second\nserver.tool("b"`],
    ["a line between the insertions", `\nserver.tool("a"`, `\nconst x = 1;\nserver.tool("a"`],
    ["an item before an insertion", "{ id: z.string()", "{ q: z.string(), id: z.string()"],
    ["a rename in the same line", `tool("a"`, `tool("renamed"`],
    ["the body", "content: []", "content: [text]"],
  ])("%s", (_name, old, now) => {
    const edit = (text: string) => text.replace(old, now);
    expect(unpicked(edit)).toBe(edit(before));
  });

  test("an item between the old and the inserted one, and one behind it", () => {
    const between = unpicked((text) => text.replace(parameter, `, q: z.string()${parameter}`));
    expect(between).toBe(before.replace("{ id: z.string()", "{ id: z.string(), q: z.string()"));
    expect(unpicked((text) => text.replace(parameter, `${parameter}, q`))).toBe(
      before.replace("{ id: z.string()", "{ id: z.string(), q"),
    );
  });
});

describe("is refused", () => {
  test.each<[string, string, string]>([
    ["where an insertion was changed", "target_account_id", "accountId"],
    ["where one is gone", parameter, ""],
    ["where one was made longer", parameter, `${parameter}.optional()`],
    ["where something was put into one", "withAccountContext(", "with/* */AccountContext("],
  ])("%s", (_name, old, now) => {
    expect(unpicked((text) => text.replaceAll(old, now))).toBeUndefined();
  });
});

test("what was written since may use what was inserted: the names of it are told", () => {
  const more = `${after}server.tool("c", {}, withAccountContext(handler));\n`;
  const left = unpick(after, spans, more) ?? "";
  expect(left).toBe(`${before}server.tool("c", {}, withAccountContext(handler));\n`);
  expect(namesLeft(after, spans, left)).toEqual(["withAccountContext"]);
  expect(namesLeft(after, spans, before)).toEqual([]);
});

describe("any edits of any text", () => {
  const letters = (alphabet: string) =>
    fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 });
  const insertions = fc.array(
    fc.tuple(
      fc.nat(),
      fc.string({ unit: fc.constantFrom(..."IN,( \n"), minLength: 1, maxLength: 8 }),
    ),
    { maxLength: 5 },
  );
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(3), letters("xyz,)\n")), { maxLength: 5 });

  /** Puts texts in and cuts a few characters away. */
  function changed(text: string, list: readonly [number, number, string][]): string {
    return list.reduce((left, [at, cut, put]) => {
      const offset = at % (left.length + 1);
      return left.slice(0, offset) + put + left.slice(offset + cut);
    }, text);
  }

  test("leave of the insertions nothing or everything", () => {
    const texts = fc.array(letters("abc,() ")).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(texts, insertions, changes, (text, put, list) => {
        const own = put.map(([at, inserted]): Edit => {
          return { file: "a", offset: at % (text.length + 1), text: inserted };
        });
        const whole = insert(text, own);
        const places: Span[] = spansOf(own);
        const current = changed(whole, list);
        const left = unpick(whole, places, current);
        const size = places.reduce((sum, [start, end]) => sum + end - start, 0);
        if (left === undefined) return;
        expect(left.length).toBe(current.length - size);
        expect(/[IN]/.test(left)).toBe(false);
        if (list.length === 0) expect(left).toBe(text);
      }),
      { numRuns: runs(2000) },
    );
  });
});
