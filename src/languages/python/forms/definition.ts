/** From the value that is registered to the function whose signature becomes the tool's. */

import type { Node } from "web-tree-sitter";
import { evaluate } from "../evaluate/evaluate.js";
import { solve } from "../evaluate/solve.js";
import { argumentsOf, type Env, type FunctionValue, type Value } from "../evaluate/values.js";
import type { Program } from "../program.js";
import { type At, decoratorsOf, enclosingFunction, field, keyOf, nameOf } from "../tree.js";

/** A function that is a tool, or why there is none. */
export type Definition =
  | {
      readonly function: FunctionValue;
      readonly env: Env;
      readonly wrapped: boolean;
      readonly tool?: Extract<Value, { kind: "tool" }>;
    }
  | { readonly reason: string; readonly tool?: Extract<Value, { kind: "tool" }> };

const DEEPEST = 5;

/** The functions that a value leads to: through tool objects, wrappers made with `wraps`, decorators from outside. */
export function definitionsOf(program: Program, value: Value, env: Env, depth = 0): Definition[] {
  switch (value.kind) {
    case "function":
      return fromFunction(program, value, env, depth);
    case "tool":
      return value.fn.flatMap((fn) =>
        definitionsOf(program, fn, env, depth + 1).map((found) => ({ ...found, tool: value })),
      );
    case "made":
      return fromWrapper(program, value, depth);
    case "unknown":
      return [{ reason: value.reason }];
    case "outside":
      return [
        { reason: `\`${value.path}\` is defined outside this server; wrap it in a function here` },
      ];
    case "class":
    case "instance":
      return [{ reason: "it is an object that is called; register a function or a method" }];
    case "list":
      return value.items.flat().flatMap((item) => definitionsOf(program, item, env, depth + 1));
    case "free":
      return [{ reason: `nothing in the server passes a value for \`${value.name}\`` }];
    default:
      return [{ reason: "it is not a function" }];
  }
}

function fromFunction(
  program: Program,
  value: FunctionValue,
  env: Env,
  depth: number,
): Definition[] {
  const generated = generatedSignature(value);
  if (generated) return [{ reason: generated }];
  const inner = wrappedBy(value);
  if (!inner || depth > DEEPEST) return [{ function: value, env, wrapped: false }];
  const merged = { bound: new Map([...value.env.bound, ...env.bound]), depth: env.depth };
  return solve(program, { file: value.file, node: inner }, merged).flatMap((solution) =>
    solution.values.flatMap((found) =>
      definitionsOf(program, found, solution.env, depth + 1).map((each) =>
        "function" in each ? { ...each, wrapped: true } : each,
      ),
    ),
  );
}

/** The function that a wrapper is made to look like: the argument of its `@functools.wraps(…)`. */
function wrappedBy(value: At): Node | undefined {
  for (const decorator of decoratorsOf(value.node)) {
    const call = decorator.firstNamedChild;
    if (call?.type !== "call") continue;
    if (/(^|\.)wraps$/.test(field(call, "function")?.text ?? ""))
      return argumentsOf(call).positional[0];
  }
  return undefined;
}

/** A call of something unknown with one function among its arguments is taken for a decorator of it. */
function fromWrapper(
  program: Program,
  value: Extract<Value, { kind: "made" }>,
  depth: number,
): Definition[] {
  const lost = {
    reason: `what \`${value.path}\` gives cannot be followed; register the function itself`,
  };
  if (depth > DEEPEST || value.at.node.type !== "call") return [lost];
  const { positional, named } = argumentsOf(value.at.node);
  const functions = [...positional, ...named.values()].flatMap((node) =>
    evaluate(program, { file: value.at.file, node }, value.env).filter(
      (each) => each.kind === "function",
    ),
  );
  const [only, more] = functions;
  if (!only || more) return [lost];
  return definitionsOf(program, only, value.env, depth + 1);
}

/** Whether the signature is assigned when the server runs, so that the one written here is not the tool's. */
function generatedSignature(value: FunctionValue): string | undefined {
  const outer = enclosingFunction(value.node);
  if (!outer) return undefined;
  const name = nameOf(value.node);
  if (!new RegExp(`\\b${name}\\.__signature__\\s*=`).test(outer.text)) return undefined;
  return "its signature is generated when the server starts (`__signature__`); add the parameter where it is generated";
}

/** Whether two definitions are the same function. */
export function sameFunction(a: At, b: At): boolean {
  return keyOf(a) === keyOf(b);
}
