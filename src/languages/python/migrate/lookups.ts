/** Calls of what was fetched from a collection by a tool's name: `tools["name"](…)`. */

import type { Node } from "web-tree-sitter";
import type { Program } from "../evaluate/program.js";
import type { CallSite } from "../forms/found-tool.js";
import { bytesOf, occurrences } from "../source/bytes.js";
import { ancestor, classOf, enclosingFunction, field } from "../source/nodes.js";
import type { Module } from "../source/parse.js";
import { countArguments } from "./call-sites.js";

/**
 * Every call of `x["name"]` or `x.get("name")` for one of a tool's names: at once, or through the
 * variable or attribute it was assigned to in the same function or class. What `x` is isn't asked:
 * rather one too many than one too few. `tools` are all names that may be asked for.
 */
export function callsByLookup(
  program: Program,
  names: ReadonlySet<string>,
  tools: ReadonlySet<string>,
): readonly CallSite[] {
  const index = program.remember("lookups", () => filesByKey(program, tools));
  const tests = new Set(program.tests);
  const files = new Set([...names].flatMap((name) => index.get(bytesOf(name)) ?? []));
  return [...files].flatMap((file) => {
    const module = program.module(file);
    if (!module) return [];
    const calls = lookupsIn(module, names).flatMap((fetched) => callsOfFetched(module, fetched));
    return calls.flatMap((call) => siteOf(module, call, tests.has(file)));
  });
}

/** How `["name"]` and `.get("name")` begin, the latter with a default or without, and how each goes on. */
const openings: readonly (readonly [opening: string, rest: RegExp])[] = [
  ["[", /\s*(["'])([^"'\\\r\n]{1,128})\1\s*\]/y],
  [".get(", /\s*(["'])([^"'\\\r\n]{1,128})\1(?:\s*,[^\r\n]*?)?\s*\)/y],
];

/** Library objects for tools keep the function in one of these. */
const functionNames = "fn|func|function|__call__|__wrapped__";
const callOfObject = `\\s*(?:\\.\\s*(?:${functionNames})\\s*)*\\(`;
const isCalled = new RegExp(`^${callOfObject}`);
const endsStatement = /^[ \t]*(?:[#;\\\r\n]|$)/;
const lineBefore = /(?:[^\n]|\\\r?\n)*$/;
/** What is assigned to, by the letters or bytes of its name. */
const target = /([\w\x80-\uffff]+)\s*(?::[^=\n]*)?=(?!=)/g;

interface Lookup {
  /** The offset of the opening. */
  readonly start: number;
  /** The offset of the key's quote. */
  readonly quote: number;
  readonly name: string;
}

/** The lookups of the names that are called, at once or once assigned, as far as the text tells. Most others read a result's field. */
function lookups(text: string, names: ReadonlySet<string>): Lookup[] {
  return openings.flatMap(([opening, rest]) =>
    [...occurrences(text, opening)].flatMap((start) => {
      rest.lastIndex = start + opening.length;
      const [, mark = "", name = ""] = rest.exec(text) ?? [];
      if (!names.has(name) || !isCalledOrKept(text, start, rest.lastIndex)) return [];
      return [{ start, quote: text.indexOf(mark, start), name }];
    }),
  );
}

function isCalledOrKept(text: string, start: number, end: number): boolean {
  const after = text.slice(end, end + 100);
  if (isCalled.test(after)) return true;
  if (!endsStatement.test(after)) return false;
  return keepers(text, start).some((name) => calls(name).test(text));
}

/** What is assigned to in the line before an offset. */
function keepers(text: string, offset: number): string[] {
  const [line = ""] = lineBefore.exec(text.slice(Math.max(0, offset - 400), offset)) ?? [];
  return [...line.matchAll(target)].map(([, name = ""]) => name);
}

function calls(name: string): RegExp {
  return new RegExp(`(?<![\\w\\x80-\\uffff])${name}${callOfObject}`);
}

/** The files that look a key up, by the bytes of the key. One search of every file, so that few are parsed. */
function filesByKey(
  program: Program,
  tools: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const names = new Set([...tools].map(bytesOf));
  const found = new Map<string, string[]>();
  for (const file of [...program.sources, ...program.tests]) {
    const bytes = program.buffer(file)?.toString("latin1") ?? "";
    const keys = new Set(lookups(bytes, names).map(({ name }) => name));
    for (const key of keys) found.set(key, [...(found.get(key) ?? []), file]);
  }
  return found;
}

const fetches = new Set(["subscript", "call"]);

/** The expressions `x["name"]` and `x.get("name")` of a module. */
function lookupsIn({ text, root }: Module, names: ReadonlySet<string>): Node[] {
  return lookups(text, names).flatMap(({ start, quote }) => {
    const key = root.descendantForIndex(quote);
    const fetched = key && ancestor(key, fetches);
    // Not the list `["name"]`, nor an argument of another call.
    return fetched && fetched.startIndex < start ? [fetched] : [];
  });
}

const functionAttribute = new RegExp(`^(?:${functionNames})$`);

function callsOfFetched({ root }: Module, fetched: Node): Node[] {
  const direct = callOf(fetched);
  if (direct) return [direct];
  const { parent } = fetched;
  const left = parent && field(parent, "left");
  if (parent?.type !== "assignment" || !left || !/^(identifier|attribute)$/.test(left.type)) {
    return [];
  }
  const holder = enclosingFunction(fetched);
  const scope = left.type === "attribute" && holder ? (classOf(holder) ?? holder) : holder;
  return (scope ?? root)
    .descendantsOfType(left.type)
    .filter((node) => node.text === left.text)
    .flatMap((node) => callOf(node) ?? []);
}

/** The call of an expression, or of the function that the object it stands for keeps. */
function callOf(node: Node): Node | undefined {
  const { parent } = node;
  if (parent?.type === "call" && field(parent, "function")?.id === node.id) return parent;
  if (parent?.type !== "attribute" || field(parent, "object")?.id !== node.id) return undefined;
  return functionAttribute.test(field(parent, "attribute")?.text ?? "")
    ? callOf(parent)
    : undefined;
}

function siteOf(module: Module, call: Node, test: boolean): CallSite[] {
  const list = field(call, "arguments");
  const count = list && countArguments(module.text, list.startIndex + 1);
  return count
    ? [{ ...count, file: module.path, offset: call.startIndex, test, isAnother: false }]
    : [];
}
