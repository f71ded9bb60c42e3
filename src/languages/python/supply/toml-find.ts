/** Tables and values of a TOML file by their keys, however they are written: with a header, dotted or inline. */

import type { AST } from "toml-eslint-parser";
import type { Manifest } from "../project/manifest.js";
import { treeOf } from "./toml-tree.js";

/** How a table is written: where the next key goes, what stands between it and the last one, how it begins. */
export interface TableForm {
  /** In lines of its own, between commas in braces, or in braces with nothing in them. */
  readonly kind: "lines" | "commas" | "empty";
  readonly prefix: string;
  readonly end: number;
}

/** A key with its full path, and the table whose body it stands in. */
interface Entry {
  readonly path: string;
  readonly value: AST.TOMLContentNode;
  readonly end: number;
  /** How many of the keys the header gives, or the key of the innermost braces. */
  readonly above: number;
  readonly kind: "lines" | "commas";
}

/** The array at a path of keys; undefined where there is none. */
export function arrayAt(manifest: Manifest, keys: readonly string[]): AST.TOMLArray | undefined {
  const value = valueAt(manifest, keys);
  return value?.type === "TOMLArray" ? value : undefined;
}

/** The value at a path of keys; undefined where there is none, or a table that has no value of its own. */
export function valueAt(
  manifest: Manifest,
  keys: readonly string[],
): AST.TOMLContentNode | undefined {
  return entriesOf(manifest).find(({ path }) => path === joined(keys))?.value;
}

/** How a table is written; undefined where it is not, or only tables below it have a header. */
export function formOf(manifest: Manifest, keys: readonly string[]): TableForm | undefined {
  const header = headerOf(manifest, keys);
  // The header's key ends before its bracket.
  if (header) {
    const end = header.body.at(-1)?.range[1] ?? header.key.range[1] + 1;
    return { kind: "lines", prefix: "", end };
  }
  const value = valueAt(manifest, keys);
  if (value?.type === "TOMLInlineTable") return inlineForm(value);
  const beside = entriesOf(manifest).findLast(
    ({ path, above }) => path.startsWith(`${joined(keys)}\0`) && above < keys.length,
  );
  if (!beside) return undefined;
  const prefix = `${keys.slice(beside.above).join(".")}.`;
  return { kind: beside.kind, prefix, end: beside.end };
}

/**
 * Where a table that is not there yet has to be made, because braces hold what is above it: nothing outside of
 * them may add to it. Undefined where it can have a header of its own.
 */
export function formAbove(manifest: Manifest, keys: readonly string[]): TableForm | undefined {
  for (let length = keys.length - 1; length > 0; length--) {
    const value = valueAt(manifest, keys.slice(0, length));
    if (value?.type !== "TOMLInlineTable") continue;
    return { ...inlineForm(value), prefix: `${keys.slice(length).join(".")}.` };
  }
  return undefined;
}

function inlineForm({ body, range }: AST.TOMLInlineTable): TableForm {
  const last = body.at(-1);
  return last
    ? { kind: "commas", prefix: "", end: last.range[1] }
    : { kind: "empty", prefix: "", end: range[0] + 1 };
}

/** The tables with a header, in their order; those of an array have its index in their key. */
export function tablesOf(manifest: Manifest): AST.TOMLTable[] {
  const [{ body }] = treeOf(manifest).body;
  return body.filter((node): node is AST.TOMLTable => node.type === "TOMLTable");
}

function headerOf(manifest: Manifest, keys: readonly string[]): AST.TOMLTable | undefined {
  return tablesOf(manifest).find(({ resolvedKey }) => joined(resolvedKey) === joined(keys));
}

function entriesOf(manifest: Manifest): Entry[] {
  const [{ body }] = treeOf(manifest).body;
  return body.flatMap((node) =>
    node.type === "TOMLTable"
      ? node.body.flatMap((pair) => entry(pair, node.resolvedKey, "lines"))
      : entry(node, [], "lines"),
  );
}

function entry(
  { key, value, range }: AST.TOMLKeyValue,
  outer: readonly (string | number)[],
  kind: Entry["kind"],
): Entry[] {
  const keys = key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));
  const path = [...outer, ...keys];
  const own = { path: joined(path), value, end: range[1], above: outer.length, kind };
  if (value.type !== "TOMLInlineTable") return [own];
  return [own, ...value.body.flatMap((pair) => entry(pair, path, "commas"))];
}

function joined(keys: readonly (string | number)[]): string {
  return keys.join("\0");
}
