/** Where pyproject.toml lists dependencies, and how others are inserted there. */

import type { AST } from "toml-eslint-parser";
import type { Edit } from "../../../types.js";
import { eolAt, isFirstOnLine, lineEnd, newIndentAt, nextLine } from "../migrate/text.js";
import { type Manifest, stringsOf, tableAt } from "./manifest.js";
import { nameOf, type Requirement } from "./requirements.js";

type Insertion = Omit<Edit, "file">;

/** A list of requirements in a file. */
export interface Place {
  readonly file: string;
  readonly listed: readonly string[];
  insert(needed: readonly Requirement[]): Insertion[];
}

/** `[project] dependencies`, else poetry's table; undefined where the manifest has neither. */
export function manifestPlace(manifest: Manifest): Place | undefined {
  const { path: file, text, ast, data } = manifest;
  const array = valueAt(ast, ["project", "dependencies"]);
  if (array?.type === "TOMLArray") {
    const listed = stringsOf(tableAt(data, "project").dependencies);
    return { file, listed, insert: (needed) => inArray(array, text, needed) };
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

/** Each before the first element that sorts behind it where the array is sorted, else at its end. */
function inArray(array: AST.TOMLArray, text: string, needed: readonly Requirement[]): Insertion[] {
  const quote = /['"]/.exec(text.slice(array.range[0], array.range[1]))?.[0] ?? '"';
  const quoted = ({ name, minimum }: Requirement): string => `${quote}${name}>=${minimum}${quote}`;
  const { elements } = array;
  const last = elements.at(-1);
  if (!last) return [{ offset: array.range[0] + 1, text: needed.map(quoted).join(", ") }];
  const names = elements.map(({ range }) => nameOf(text.slice(range[0] + 1, range[1])));
  const isSorted = names.every((name, index) => index === 0 || (names[index - 1] ?? "") <= name);
  return needed.map((one) => {
    const next = isSorted ? elements[names.findIndex((name) => name > one.name)] : undefined;
    const gap = gapOf(text, (next ?? last).range[0]);
    return next
      ? { offset: next.range[0], text: `${quoted(one)},${gap}`, rank: orderOf(one) }
      : { offset: last.range[1], text: `,${gap}${quoted(one)}`, rank: orderOf(one) };
  });
}

/** Insertions at one place stay in the order of their names. */
function orderOf({ name }: Requirement): number {
  return name.charCodeAt(0);
}

function gapOf(text: string, offset: number): string {
  return isFirstOnLine(text, offset) ? eolAt(text, offset) + newIndentAt(text, offset) : " ";
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
