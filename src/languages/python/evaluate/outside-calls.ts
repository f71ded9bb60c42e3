/**
 * Where something from outside the server is called: by its own name, by any name that it is given, out of
 * a dictionary, a field or a parameter, or by what it is handed to.
 */

import { codeAt } from "../source/code.js";
import { type At, field, keyOf } from "../source/nodes.js";
import { isImported, namesFor } from "./aliases.js";
import { solve } from "./paths.js";
import type { Program } from "./program.js";
import { handedBy } from "./runners.js";
import { type Arguments, argumentsOf, emptyEnv, type Value } from "./values.js";

/** What is looked for. */
export interface Wanted {
  /** Texts of which one is in every file that names it first, each with the names that it has there. */
  readonly words: readonly (readonly [string, RegExp])[];
  /** Its dotted names. */
  readonly path: RegExp;
  /** What it is called as a member of something that is not known, where that is taken for it. */
  readonly member?: RegExp;
}

export interface OutsideCall {
  readonly path: string;
  /** The call: its own, or that of what it is handed to. */
  readonly at: At;
  /** What it is called with. */
  readonly given: Arguments;
  /** Whether a keyword argument that is added to the call reaches it. */
  readonly takesKeywords: boolean;
}

/** How many paths to a parameter are followed to see whether it is wanted. */
const PATHS = 24;

/** Every call of what is wanted, in the order of files and lines of its first names. */
export function outsideCalls(program: Program, wanted: Wanted): readonly OutsideCall[] {
  const calls = outsideUses(program, wanted, (at, meaning) => callAt(program, at, meaning));
  return [...new Map(calls.map((call) => [keyOf(call.at), call])).values()];
}

/**
 * What `useOf` makes of each expression that stands for what is wanted. Where it makes nothing of one, the names
 * that this is given are followed.
 */
export function outsideUses<T>(
  program: Program,
  wanted: Wanted,
  useOf: (at: At, meaning: Meaning) => T | undefined,
): readonly T[] {
  const { words } = wanted;
  const found: T[] = [];
  const seen = new Set<string>();
  const queue = words.flatMap(([word, names]) => codeAt(program, word, names));
  for (const name of queue) {
    const at = expressionAt(name);
    if (seen.has(keyOf(at))) continue;
    seen.add(keyOf(at));
    const isWanted = (each: At): boolean => meaningOf(program, each, wanted) !== undefined;
    const meaning = isImported(at.node) ? undefined : meaningOf(program, at, wanted);
    if (!meaning && !isImported(at.node)) continue;
    const use = meaning && useOf(at, meaning);
    if (use !== undefined) found.push(use);
    else queue.push(...namesFor(program, at, isWanted));
  }
  return found;
}

/** The whole of `module.name`, and of `getattr(module, "name")`. */
function expressionAt({ file, node }: At): At {
  const parent = node.parent;
  if (parent?.type === "attribute" && field(parent, "attribute")?.id === node.id) {
    return { file, node: parent };
  }
  const isLookup = node.text === "getattr" && parent?.type === "call";
  return { file, node: isLookup || parent?.type === "dotted_name" ? parent : node };
}

export interface Meaning {
  readonly path: string;
  /** Whether it can be nothing else. */
  readonly isCertain: boolean;
}

/** What an expression stands for, where that is wanted. */
function meaningOf(program: Program, at: At, { path, member }: Wanted): Meaning | undefined {
  const all = valuesAt(program, at);
  const found = all.filter(isOutside).filter((value) => path.test(value.path));
  if (found[0]) return { path: found[0].path, isCertain: found.length === all.length };
  const name = field(at.node, "attribute")?.text;
  const isTaken = name !== undefined && member?.test(name);
  return isTaken && all.some(({ kind }) => kind === "unknown")
    ? { path: name, isCertain: false }
    : undefined;
}

/** The values of an expression, parameters as the first callers give them. */
export function valuesAt(program: Program, at: At): readonly Value[] {
  const values = program.evaluate(at, emptyEnv);
  if (!values.some((value) => value.kind === "free")) return values;
  return solve(program, at, emptyEnv, PATHS).flatMap((solution) => solution.values);
}

function isOutside(value: Value): value is Extract<Value, { kind: "outside" }> {
  return value.kind === "outside";
}

/** The call in which it is called, or handed to what will call it. */
function callAt(program: Program, { file, node }: At, meaning: Meaning): OutsideCall | undefined {
  const { path, isCertain } = meaning;
  const parent = node.parent;
  if (parent?.type === "call" && field(parent, "function")?.id === node.id) {
    const at = { file, node: parent };
    return { path, at, given: argumentsOf(parent), takesKeywords: isCertain };
  }
  const list = parent?.type === "keyword_argument" ? parent.parent : parent;
  const call = list?.type === "argument_list" ? list.parent : undefined;
  if (call?.type !== "call") return undefined;
  const at = { file, node: call };
  const handed = handedBy(program, at, node);
  return handed && { path, at, ...handed, takesKeywords: isCertain && handed.takesKeywords };
}
