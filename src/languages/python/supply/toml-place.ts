/** Where pyproject.toml lists dependencies, and how others are inserted there. */

import type { AST } from "toml-eslint-parser";
import { type Manifest, stringsOf, tableAt } from "../project/manifest.js";
import { eolAt, lineEnd, nextLine } from "../source/text.js";
import { type Insertion, inList, orderOf, type Place } from "./place.js";
import type { Requirement } from "./requirements.js";
import { treeOf } from "./toml-tree.js";

/** `[project] dependencies`, else poetry's table; undefined where the manifest has neither. */
export function manifestPlace(manifest: Manifest): Place | undefined {
  const { path: file, text, data } = manifest;
  const ast = treeOf(manifest);
  const array = valueAt(ast, ["project", "dependencies"]);
  if (array?.type === "TOMLArray") {
    const listed = stringsOf(tableAt(data, "project").dependencies);
    const list = { range: array.range, elements: array.elements.map(({ range }) => range) };
    return { file, listed, insert: (needed) => inList(list, text, needed) };
  }
  const poetry = tableOf(ast, ["tool", "poetry", "dependencies"]);
  if (poetry) {
    const entries = Object.entries(tableAt(data, "tool", "poetry", "dependencies"));
    const listed = entries.map(([name, version]) => name + versionOf(version));
    return { file, listed, insert: (needed) => needed.map((one) => inTable(poetry, text, one)) };
  }
  const project = tableOf(ast, ["project"]);
  const dynamic = stringsOf(tableAt(data, "project").dynamic);
  if (!project || dynamic.includes("dependencies")) return undefined;
  return { file, listed: [], insert: (needed) => [newArray(project, text, needed)] };
}

function versionOf(version: unknown): string {
  if (typeof version === "string") return version;
  const inner = (version as { version?: unknown } | null)?.version;
  return typeof inner === "string" ? inner : "";
}

/** A line behind the last one of poetry's table. */
function inTable(table: AST.TOMLTable, text: string, needed: Requirement): Insertion {
  const line = `${needed.name} = ">=${needed.minimum}"`;
  return behind(table, text, line, orderOf(needed));
}

function newArray(table: AST.TOMLTable, text: string, needed: readonly Requirement[]): Insertion {
  const eol = eolAt(text, table.range[0]);
  const rows = needed.map(({ name, minimum }) => `    "${name}>=${minimum}",`);
  return behind(table, text, ["dependencies = [", ...rows, "]"].join(eol), 0);
}

function behind(table: AST.TOMLTable, text: string, lines: string, rank: number): Insertion {
  const from = table.body.at(-1)?.range[1] ?? table.key.range[1];
  const eol = eolAt(text, from);
  const offset = nextLine(text, from);
  const isUnfinished = lineEnd(text, from) === text.length;
  return isUnfinished
    ? { offset: text.length, text: eol + lines, rank }
    : { offset, text: lines + eol, rank };
}

function tableOf(ast: AST.TOMLProgram, keys: readonly string[]): AST.TOMLTable | undefined {
  return ast.body[0].body.find(
    (node): node is AST.TOMLTable =>
      node.type === "TOMLTable" && node.resolvedKey.join("\0") === keys.join("\0"),
  );
}

function valueAt(ast: AST.TOMLProgram, keys: readonly string[]): AST.TOMLContentNode | undefined {
  const key = keys.at(-1);
  const table = tableOf(ast, keys.slice(0, -1));
  const pair = table?.body.find(({ key: { keys: parts } }) => {
    const [only, more] = parts;
    return !more && only && ("name" in only ? only.name : only.value) === key;
  });
  return pair?.value;
}
