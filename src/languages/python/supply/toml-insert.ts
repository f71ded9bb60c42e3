/** Insertions into a TOML file: elements into an array, keys into a table that may not be there yet. */

import type { AST } from "toml-eslint-parser";
import type { Edit } from "../../../types.js";
import type { Manifest } from "../project/manifest.js";
import { eolAt, isFirstOnLine, lineEnd, newIndentAt, nextLine } from "../source/text.js";
import { formAbove, formOf, type TableForm } from "./toml-find.js";

type Range = readonly [number, number];

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

/**
 * Keys with their values at the end of a table, which is made where it is missing: in the braces around it, or at
 * the end of the file.
 */
export function keysIn(
  manifest: Manifest,
  table: readonly string[],
  pairs: readonly (readonly [string, string])[],
): Edit {
  const { path: file, text } = manifest;
  const lines = pairs.map(([key, value]) => `${key} = ${value}`);
  const form = formOf(manifest, table) ?? formAbove(manifest, table);
  if (!form) return { file, ...atEnd(text, [`[${table.join(".")}]`, ...lines]) };
  const { kind, end, prefix } = form;
  const prefixed = lines.map((line) => prefix + line);
  return { file, ...(kind === "lines" ? behind(text, end, prefixed) : inBraces(form, prefixed)) };
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

function inBraces({ kind, end }: TableForm, lines: readonly string[]) {
  const keys = lines.join(", ");
  return { offset: end, text: kind === "empty" ? ` ${keys} ` : `, ${keys}` };
}
