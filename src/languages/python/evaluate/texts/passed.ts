/** Where a function's parameters and results, and what is put into a list, come from. */

import type { Node } from "web-tree-sitter";
import { callOf } from "../../source/code.js";
import { type At, ancestor, field, keyOf } from "../../source/nodes.js";
import type { Program } from "../program.js";
import { argumentsOf, emptyEnv } from "../values.js";

const scopes = new Set(["function_definition", "lambda", "module"]);

/**
 * What the server's own calls of a function pass for a parameter; undefined in the list for what a star
 * hides or what others than the server pass. Undefined for a parameter that takes several.
 */
export function passedTo(
  program: Program,
  owner: At,
  parameter: Node,
): readonly (At | undefined)[] | undefined {
  const key = `passed ${keyOf(owner)} ${parameter.startIndex}`;
  return program.once(key, () => findPassed(program, owner, parameter));
}

function findPassed(program: Program, owner: At, parameter: Node) {
  const calls = givenIn(program, owner, parameter);
  if (!calls) return undefined;
  const passed = calls.flatMap(({ at, isHidden }) => (at || isHidden ? [at] : []));
  // What a decorator hands on, others may call: a tool's client does.
  const isHandedOn = owner.node.parent?.type === "decorated_definition";
  return isHandedOn ? [...passed, undefined] : passed;
}

/** Whether a call of the server's own leaves a parameter out. */
export function omits(program: Program, owner: At, parameter: Node): boolean {
  const calls = givenIn(program, owner, parameter) ?? [];
  return calls.some(({ at, isHidden }) => !at && !isHidden);
}

/** What each of the server's own calls gives for a parameter, or whether a star hides it; undefined for one that takes several. */
function givenIn(
  program: Program,
  owner: At,
  parameter: Node,
): readonly { readonly at?: At; readonly isHidden: boolean }[] | undefined {
  const rows = (field(owner.node, "parameters")?.namedChildren ?? []).filter(isCode);
  const index = rows.findIndex(({ startIndex }) => startIndex === parameter.startIndex);
  if (index < 0 || /splat/.test(parameter.type)) return undefined;
  const isMethod = /^(self|cls)$/.test(nameIn(rows[0]));
  return callsOf(program, owner).map(({ file, node: call }) => {
    const { named, positional, starred } = argumentsOf(call);
    const shift = isMethod && field(call, "function")?.type === "attribute" ? 1 : 0;
    const node = named.get(nameIn(parameter)) ?? positional[index - shift];
    return node ? { at: { file, node }, isHidden: false } : { isHidden: starred };
  });
}

function nameIn(parameter: Node | undefined): string {
  if (!parameter || parameter.type === "identifier") return parameter?.text ?? "";
  return (field(parameter, "name") ?? parameter.namedChildren[0])?.text ?? "";
}

function isCode({ type }: Node): boolean {
  return type !== "comment";
}

/** The calls, in the server's sources, of what can be this function. */
function callsOf(program: Program, owner: At): readonly At[] {
  const name = field(owner.node, "name")?.text;
  if (owner.node.type !== "function_definition" || !name) return [];
  return callsBy(program, name).filter(({ file, node: call }) => {
    const callee = field(call, "function");
    return callee !== undefined && mayBe(program, { file, node: callee }, owner);
  });
}

/** The calls by a name. Every class has an `__init__`, which few call by that name: they are told apart once. */
function callsBy(program: Program, name: string): readonly At[] {
  return program.once(`calls by ${name}`, () =>
    program.uses(name).flatMap(({ file, node }) => {
      const call = callOf({ file, node });
      return call ? [{ file, node: call }] : [];
    }),
  );
}

/** Whether an expression can stand for a function: not where it is known to stand for others. */
function mayBe(program: Program, callee: At, owner: At): boolean {
  const values = program.evaluate(callee, emptyEnv);
  const functions = values.flatMap((value) => (value.kind === "function" ? [keyOf(value)] : []));
  if (functions.length > 0) return functions.includes(keyOf(owner));
  return !values.some(({ kind }) => /^(outside|made|class|string)$/.test(kind));
}

/** The expressions that a call of the server's own function can give; none where it is not known which. */
export function returnedBy(program: Program, call: At): At[] {
  const callee = field(call.node, "function");
  const values = callee ? program.evaluate({ file: call.file, node: callee }, emptyEnv) : [];
  const [only, more] = values;
  if (only?.kind !== "function" || more) return [];
  return only.node.descendantsOfType("return_statement").flatMap((statement) => {
    const node = statement.namedChildren.find(isCode);
    const isOwn = ancestor(statement, scopes)?.id === only.node.id;
    return node && isOwn && node.type !== "none" ? [{ file: only.file, node }] : [];
  });
}

/** A value that is put behind what a name holds, and how. */
export interface Added {
  readonly by: "append" | "extend" | "+=";
  readonly value: Node;
}

/** What is appended, inserted or added to a name within a scope. */
export function addedTo(program: Program, scope: At, name: string): Added[] {
  const module = program.module(scope.file);
  if (!module) return [];
  const { startIndex, endIndex } = scope.node;
  const pattern = new RegExp(
    `(?<![\\w.])${name}\\s*(?:\\.\\s*(?:append|extend|insert)\\s*\\(|\\+=)`,
    "g",
  );
  return [...module.text.slice(startIndex, endIndex).matchAll(pattern)].flatMap((match) => {
    const holder = module.root.descendantForIndex(startIndex + match.index)?.parent;
    return holder ? addedBy(holder) : [];
  });
}

function addedBy(holder: Node): Added[] {
  const call = holder.type === "attribute" ? holder.parent : undefined;
  const value =
    call?.type === "call" ? argumentsOf(call).positional.at(-1) : field(holder, "right");
  const method = field(holder, "attribute")?.text;
  const by = call?.type !== "call" ? "+=" : method === "extend" ? "extend" : "append";
  return value ? [{ by, value }] : [];
}
