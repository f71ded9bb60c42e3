/** What is inserted into pyproject.toml: in whatever way its tables are written, nothing but the new keys changes. */

import fc from "fast-check";
import { parse } from "smol-toml";
import { beforeAll, expect, test } from "vitest";
import { keysIn } from "../../src/languages/python/supply/toml-insert.js";
import { loadTreeParser } from "../../src/languages/python/supply/toml-tree.js";
import { insert } from "../../src/plan/edit.js";
import { runs } from "../support/properties.js";

type Data = Record<string, unknown>;
type Way = "header" | "dotted" | "inline";

interface Table {
  readonly way: Way;
  readonly entries: Readonly<Record<string, Table | Table[] | string>>;
}

const PAIRS = [
  ["new", '"1"'],
  ["newer", "[1, 2]"],
] as const;

beforeAll(loadTreeParser);

test.each([
  ["an inline table above", "tool = { x = {} }\n", "tool = { x = {}, a.b.new = 1 }\n"],
  ["an empty one above", "[project]\n[tool]\na = {}\n", "[project]\n[tool]\na = { b.new = 1 }\n"],
  ["one in another", "tool = { a = { c = 1 } }", "tool = { a = { c = 1, b.new = 1 } }"],
])("a key of a table that is missing goes into %s", (_, text, after) => {
  expect(withKeys(text, ["tool", "a", "b"], [["new", "1"]])).toBe(after);
});

test("the values stay what they were, with the new ones beside them, however tables are written", () => {
  fc.assert(
    fc.property(documents(), paths(), (text, path) => {
      const before = parsed(text);
      fc.pre(before !== undefined && isOpen(before, path));
      expect(parse(withKeys(text, path, PAIRS))).toEqual(expected(text, path));
    }),
    { numRuns: runs(200) },
  );
});

function withKeys(text: string, path: readonly string[], pairs: Parameters<typeof keysIn>[2]) {
  const manifest = { path: "pyproject.toml", text, data: parse(text) };
  return insert(text, [keysIn(manifest, path, pairs)]);
}

function parsed(text: string): Data | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** Whether nothing but tables stands on a path. */
function isOpen(data: Data, path: readonly string[]): boolean {
  let at: unknown = data;
  for (const key of path) {
    at = (at as Data)[key] ?? {};
    if (typeof at !== "object" || Array.isArray(at)) return false;
  }
  return true;
}

function expected(text: string, path: readonly string[]): Data {
  const data: Data = parse(text);
  let at = data;
  for (const key of path) {
    at[key] ??= {};
    at = at[key] as Data;
  }
  return Object.assign(at, { new: "1", newer: [1, 2] }) && data;
}

function paths(): fc.Arbitrary<string[]> {
  return fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 });
}

/** Texts of which nearly all are valid. */
function documents(): fc.Arbitrary<string> {
  const layout = {
    eol: fc.constantFrom("\n", "\r\n"),
    isEnded: fc.boolean(),
    isSpaced: fc.boolean(),
    comment: fc.constantFrom("", "  # [a]"),
  };
  return fc.record({ table: tables(), ...layout }).map(({ table, comment, ...shape }) => {
    const lines = written(table, []).map((line) => line + comment);
    const text = lines.join(shape.isSpaced ? shape.eol + shape.eol : shape.eol);
    return shape.isEnded ? text + shape.eol : text;
  });
}

function tables(): fc.Arbitrary<Table> {
  const { table } = fc.letrec<{ table: Table; value: Table | Table[] | string }>((tie) => ({
    table: fc.record({
      way: fc.constantFrom<Way>("header", "dotted", "inline"),
      entries: fc.dictionary(fc.constantFrom("a", "b", "c", '"d.e"'), tie("value"), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    }),
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("1", "'a = {'", "[{ a = 1 }, {}]", '"""\n[a]\n"""'),
      { arbitrary: tie("table"), weight: 3 },
      fc.array(tie("table"), { minLength: 1, maxLength: 2 }),
    ),
  }));
  return table;
}

/** A table's own lines, then those of the tables below it that have a header. */
function written({ entries }: Table, path: readonly string[]): string[] {
  return [...body(entries, ""), ...headed(entries, path)];
}

function body(entries: Table["entries"], prefix: string): string[] {
  return Object.entries(entries).flatMap(([key, value]) => {
    if (typeof value === "string") return [`${prefix}${key} = ${value}`];
    if (Array.isArray(value) || value.way === "header") return [];
    return isDotted(value)
      ? body(value.entries, `${prefix}${key}.`)
      : [`${prefix}${key} = ${inline(value)}`];
  });
}

function headed(entries: Table["entries"], path: readonly string[]): string[] {
  return Object.entries(entries).flatMap(([key, value]) => {
    const inner = [...path, key];
    const name = inner.join(".");
    if (typeof value === "string") return [];
    if (Array.isArray(value))
      return value.flatMap((one) => [`[[${name}]]`, ...written(one, inner)]);
    if (value.way === "header") return [`[${name}]`, ...written(value, inner)];
    return isDotted(value) ? headed(value.entries, inner) : [];
  });
}

/** A table that is empty cannot be dotted. */
function isDotted({ way, entries }: Table): boolean {
  return way === "dotted" && Object.keys(entries).length > 0;
}

function inline({ entries }: Table): string {
  const pairs = inBraces(entries, "");
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/** In braces nothing has a header: what would have one is in braces too. */
function inBraces(entries: Table["entries"], prefix: string): string[] {
  return Object.entries(entries).flatMap(([key, value]) => {
    const name = prefix + key;
    if (typeof value === "string") return [`${name} = ${value}`];
    if (Array.isArray(value)) return [`${name} = [${value.map(inline).join(", ")}]`];
    return isDotted(value) ? inBraces(value.entries, `${name}.`) : [`${name} = ${inline(value)}`];
  });
}
