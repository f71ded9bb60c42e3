/** Insertions into a TOML file: elements into an array, keys into a table that may not be there yet. */

import type { AST } from "toml-eslint-parser";
import type { Edit } from "../../../../types.js";
import type { Manifest } from "../../project/manifest.js";
import { eolAt, isFirstOnLine, lineEnd, newIndentAt, nextLine } from "../../source/text.js";
import { treeOf } from "../toml-tree.js";

type Range = readonly [number, number];

/** A key with its full path, and the table whose body it stands in. */
interface Entry {
  readonly path: string;
  readonly value: AST.TOMLContentNode;
  readonly end: number;
  /** How many of the keys the table's own header gives. */
  readonly above: number;
}

/** The array at a path of keys, however the tables around it are written. */
export function arrayAt(manifest: Manifest, keys: readonly string[]): AST.TOMLArray | undefined {
  const value = valueAt(manifest, keys);
  return value?.type === "TOMLArray" ? value : undefined;
}

export function valueAt(
  manifest: Manifest,
  keys: readonly string[],
): AST.TOMLContentNode | undefined {
  return entriesOf(manifest).find(({ path }) => path === joined(keys))?.value;
}

/** Elements, as TOML writes them, at the end of an array: in its own lines where it has some. */
export function extended({ path, text }: Manifest, array: AST.TOMLArray, items: string[]): Edit {
  const elements = array.elements.map(({ range }): Range => range);
  return { file: path, ...intoList(text, array.range, elements, items) };
}

/** The same for any list in brackets. */
export function intoList(
  text: string,
  range: Range,
  elements: readonly Range[],
  items: readonly string[],
): { offset: number; text: string } {
  const last = elements.at(-1);
  if (!last) return { offset: range[0] + 1, text: items.join(", ") };
  if (!isFirstOnLine(text, last[0])) {
    return { offset: last[1], text: items.map((item) => `, ${item}`).join("") };
  }
  const gap = eolAt(text, last[0]) + newIndentAt(text, last[0]);
  // What stands behind a comma on the last line is about the element there.
  const isClosed = /^[ \t]*,[^\]]*$/.test(text.slice(last[1], lineEnd(text, last[1])));
  return isClosed
    ? { offset: lineEnd(text, last[1]), text: items.map((item) => `${gap}${item},`).join("") }
    : { offset: last[1], text: items.map((item) => `,${gap}${item}`).join("") };
}

/** A new array of strings, in the quotes that the file has more of. */
export function arrayOf({ text }: Manifest, items: readonly string[]): string {
  const quote = text.split("'").length > text.split('"').length ? "'" : '"';
  return `[${items.map((item) => quote + item + quote).join(", ")}]`;
}

/** A string in the quotes that the list around it uses. */
export function quoted(text: string, [start, end]: Range, name: string): string {
  const quote = /['"]/.exec(text.slice(start, end))?.[0] ?? '"';
  return quote + name + quote;
}

/** Keys with their values at the end of a table, which is made at the end of the file where it is missing. */
export function keysIn(
  manifest: Manifest,
  table: readonly string[],
  pairs: readonly (readonly [string, string])[],
): Edit {
  const { path: file, text } = manifest;
  const lines = pairs.map(([key, value]) => `${key} = ${value}`);
  const header = headerOf(manifest, table);
  if (header)
    return {
      file,
      ...behind(text, header.body.at(-1)?.range[1] ?? header.key.range[1] + 1, lines),
    };
  const inline = valueAt(manifest, table);
  if (inline?.type === "TOMLInlineTable") return { file, ...intoInline(inline, lines) };
  const beside = entriesOf(manifest).findLast(
    ({ path, above }) => path.startsWith(`${joined(table)}\0`) && above < table.length,
  );
  if (beside) {
    const prefix = table.slice(beside.above).join(".");
    return {
      file,
      ...behind(
        text,
        beside.end,
        lines.map((line) => `${prefix}.${line}`),
      ),
    };
  }
  return { file, ...atEnd(text, [`[${table.join(".")}]`, ...lines]) };
}

/** Whole tables at the end of the file. */
export function atEnd(text: string, lines: readonly string[]) {
  const eol = eolAt(text, text.length);
  const isEnded = text === "" || text.endsWith("\n");
  const block = lines.join(eol);
  // Whatever else is inserted at the end of the file belongs to the table that ends there.
  return { offset: text.length, text: isEnded ? eol + block + eol : eol + eol + block, rank: 1000 };
}

/** Lines after the line of an offset. */
export function behind(text: string, from: number, lines: readonly string[]) {
  const eol = eolAt(text, from);
  const block = lines.join(eol);
  return lineEnd(text, from) === text.length
    ? { offset: text.length, text: eol + block, rank: 500 }
    : { offset: nextLine(text, from), text: block + eol, rank: 500 };
}

function intoInline({ body, range }: AST.TOMLInlineTable, lines: readonly string[]) {
  const last = body.at(-1);
  if (last) return { offset: last.range[1], text: lines.map((line) => `, ${line}`).join("") };
  return { offset: range[0] + 1, text: ` ${lines.join(", ")} ` };
}

function headerOf(manifest: Manifest, keys: readonly string[]): AST.TOMLTable | undefined {
  return tablesOf(manifest).find(({ resolvedKey }) => joined(resolvedKey) === joined(keys));
}

/** The tables with a header, in their order; those of an array have its index in their key. */
export function tablesOf(manifest: Manifest): AST.TOMLTable[] {
  const [{ body }] = treeOf(manifest).body;
  return body.filter((node): node is AST.TOMLTable => node.type === "TOMLTable");
}

function entriesOf(manifest: Manifest): Entry[] {
  const [{ body }] = treeOf(manifest).body;
  return body.flatMap((node) =>
    node.type === "TOMLTable"
      ? node.body.flatMap((pair) => entry(pair, node.resolvedKey, node.resolvedKey.length))
      : entry(node, [], 0),
  );
}

function entry(
  { key, value, range }: AST.TOMLKeyValue,
  outer: readonly (string | number)[],
  above: number,
): Entry[] {
  const keys = key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));
  const path = [...outer, ...keys];
  const own = { path: joined(path), value, end: range[1], above };
  if (value.type !== "TOMLInlineTable") return [own];
  // A key beside one of an inline table would be outside of its braces.
  return [own, ...value.body.flatMap((pair) => entry(pair, path, Number.POSITIVE_INFINITY))];
}

function joined(keys: readonly (string | number)[]): string {
  return keys.join("\0");
}
