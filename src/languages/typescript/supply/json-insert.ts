/** Insertions into a JSON object: new properties laid out as their neighbours, sorted where those are. */

import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { Edit } from "../../../types.js";

/**
 * The insertions that add `entries` to the object `section` of a JSON text, creating the object
 * where there is none. Names that are there already must not be among the entries.
 * Undefined where the text is no JSON object.
 */
export function insertEntries(
  file: string,
  text: string,
  section: string,
  entries: ReadonlyMap<string, string>,
): Edit[] | undefined {
  const root = parseTree(text);
  if (root?.type !== "object") return undefined;
  const object = findNodeAtLocation(root, [section]);
  if (object && object.type !== "object") return undefined;
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  if (object) return intoObject(file, text, object, sorted);
  const { unit, lineBreak } = layoutOf(text);
  const value = `{${lines(sorted, lineBreak + unit + unit)}${lineBreak}${unit}}`;
  const anchor = findNodeAtLocation(root, ["devDependencies"])?.parent;
  return [insertProperty(file, text, root, `"${section}": ${value}`, anchor)];
}

type Entry = readonly [name: string, value: string];

/** The insertion that makes an entry the last one of an object of a JSON text. */
export function appendEntry(file: string, text: string, object: Node, entry: Entry): Edit {
  return object.children?.length
    ? insertProperty(file, text, object, pair(entry), undefined)
    : fillEmpty(file, text, object, [entry]);
}

/** The insertion that makes a text the last item of a list of texts that has some. */
export function appendItem(file: string, text: string, list: Node, item: string): Edit | undefined {
  const last = list.children?.at(-1);
  return last && appended(file, text, last, JSON.stringify(item));
}

/** The insertion of a property that is written as it is, as the last of an object. */
export function insertValue(
  file: string,
  text: string,
  object: Node,
  name: string,
  value: string,
): Edit {
  const property = `${JSON.stringify(name)}: ${value}`;
  return insertProperty(file, text, object, property, undefined);
}

function lines(entries: readonly Entry[], lineStart: string): string {
  return entries.map((entry) => lineStart + pair(entry)).join(",");
}

function pair([name, value]: Entry): string {
  return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
}

function intoObject(file: string, text: string, object: Node, entries: readonly Entry[]): Edit[] {
  const properties = object.children ?? [];
  if (properties.length === 0) return [fillEmpty(file, text, object, entries)];
  const names = properties.map((property) => String(property.children?.[0]?.value));
  const isSorted = names.every((name, index) => index === 0 || (names[index - 1] ?? "") <= name);
  return entries.map((entry, rank) => {
    const at = isSorted ? names.findIndex((other) => other > entry[0]) : -1;
    return { ...insertProperty(file, text, object, pair(entry), properties[at]), rank };
  });
}

function fillEmpty(file: string, text: string, object: Node, entries: readonly Entry[]): Edit {
  const { unit, lineBreak } = layoutOf(text);
  const indent = lineBreak + indentAt(text, object.offset);
  const isOpen = text.slice(object.offset, object.offset + object.length).includes("\n");
  const added = lines(entries, indent + unit) + (isOpen ? "" : indent);
  return { file, offset: object.offset + 1, text: added };
}

/** One property before another, or as the last of an object that has some. */
function insertProperty(
  file: string,
  text: string,
  object: Node,
  property: string,
  before: Node | undefined,
): Edit {
  if (before) {
    return { file, offset: before.offset, text: `${property},${gapBefore(text, before)}` };
  }
  const last = object.children?.at(-1);
  if (!last) {
    const { unit, lineBreak } = layoutOf(text);
    return { file, offset: object.offset + 1, text: `${lineBreak}${unit}${property}${lineBreak}` };
  }
  return appended(file, text, last, property);
}

function appended(file: string, text: string, last: Node, added: string): Edit {
  return { file, offset: last.offset + last.length, text: `,${gapBefore(text, last)}${added}` };
}

/** The white space between a property or item and what stands before it. */
function gapBefore(text: string, property: Node): string {
  return /\s*$/.exec(text.slice(0, property.offset))?.[0] ?? " ";
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

function layoutOf(text: string): { unit: string; lineBreak: string } {
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  return { unit: /^\s*\{\s*?\n([ \t]+)/.exec(text)?.[1] ?? "  ", lineBreak };
}
