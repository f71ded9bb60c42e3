/** Where a key of a configuration stands in its file. Loaded only when something is to be said about it. */

import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import type { ConfigText } from "./find.js";

/** A position as an editor shows it: both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The position of the key at the end of a path of keys; the start of the file where it is not found. */
export function positionOf({ path, text, above }: ConfigText, keys: readonly string[]): Position {
  const whole = [...above, ...keys];
  const offset = path.endsWith(".toml") ? offsetInToml(text, whole) : offsetInJson(text, whole);
  return positionAt(text, offset ?? 0);
}

/** Line and column of an offset. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

function offsetInJson(text: string, keys: readonly string[]): number | undefined {
  const tree = parseTree(text);
  const value = tree && findNodeAtLocation(tree, [...keys]);
  return value?.parent?.type === "property" ? value.parent.offset : value?.offset;
}

/** The first entry or table that gives a value to the key or to something below it. */
function offsetInToml(text: string, keys: readonly string[]): number | undefined {
  const [{ body }] = parseTOML(text, { tomlVersion: "1.1" }).body;
  const leads = (path: readonly (string | number)[]): boolean =>
    keys.every((key, index) => path[index] === key);
  for (const node of body) {
    const outer = node.type === "TOMLTable" ? node.resolvedKey : [];
    if (leads(outer)) return node.range[0];
    for (const pair of node.type === "TOMLTable" ? node.body : [node]) {
      const path = [...outer, ...pair.key.keys.map((key) => getStaticTOMLValue(key))];
      if (leads(path)) return pair.range[0];
      const isAbove = path.every((key, index) => keys[index] === key);
      if (isAbove && pair.value.type === "TOMLInlineTable") return pair.range[0];
    }
  }
  return undefined;
}
