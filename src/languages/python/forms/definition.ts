/** From the value that is registered to the function whose signature becomes the tool's. */

import { solve } from "../evaluate/paths.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf, type Env, type FunctionValue, type Value } from "../evaluate/values.js";
import { keyOf } from "../source/nodes.js";
import { generatedSignature, wrappedBy } from "./signature.js";

/** A function that is a tool, or why there is none. */
export type Definition =
  | {
      readonly function: FunctionValue;
      readonly env: Env;
      readonly wrapped: boolean;
      readonly tool?: Extract<Value, { kind: "tool" }>;
    }
  | {
      readonly reason: string;
      readonly tool?: Extract<Value, { kind: "tool" }>;
      /** The function, where only its signature is not the one that is written. */
      readonly generated?: FunctionValue;
    };

/** How many wrappers may stand around one another, and how often the same. */
const DEEPEST = 5;
const OFTENEST = 2;

/**
 * The functions that a value leads to: through tool objects, wrappers made with `wraps`, decorators from
 * outside. `path` holds the wrappers that were passed already.
 */
export function definitionsOf(
  program: Program,
  value: Value,
  env: Env,
  path: readonly string[] = [],
): Definition[] {
  switch (value.kind) {
    case "function":
      return fromFunction(program, value, env, path);
    case "tool":
      return value.fn.flatMap((fn) =>
        definitionsOf(program, fn, env, path).map((found) => ({ ...found, tool: value })),
      );
    case "made":
      return fromWrapper(program, value, path);
    case "unknown":
      return [{ reason: withWayOut(value.reason) }];
    case "outside":
      return [
        { reason: `\`${value.path}\` is defined outside this server; wrap it in a function here` },
      ];
    case "class":
    case "instance":
      return [{ reason: "it is an object that is called; register a function or a method" }];
    case "list":
      return value.items.flat().flatMap((item) => definitionsOf(program, item, env, path));
    case "free":
      return [{ reason: withWayOut(`nothing in the server passes a value for \`${value.name}\``) }];
    default:
      return [{ reason: withWayOut("it is not a function") }];
  }
}

/** Why a value cannot be followed may say what to do about it; most often it is the same. */
function withWayOut(reason: string): string {
  return reason.includes(";") ? reason : `${reason}; register the function itself, by its name`;
}

function fromFunction(
  program: Program,
  value: FunctionValue,
  env: Env,
  path: readonly string[],
): Definition[] {
  const generated = generatedSignature(value);
  if (generated) return [{ reason: generated, generated: value }];
  const inner = wrappedBy(value);
  if (!inner) return [{ function: value, env, wrapped: false }];
  const key = keyOf(value);
  // `f = wrapper(f)` on one of several paths goes round for ever: the others lead to the function.
  if (path.length > DEEPEST || path.filter((each) => each === key).length >= OFTENEST) return [];
  const merged = { bound: new Map([...value.env.bound, ...env.bound]), depth: env.depth };
  return solve(program, { file: value.file, node: inner }, merged).flatMap((solution) =>
    solution.values.flatMap((found) =>
      definitionsOf(program, found, solution.env, [...path, key]).map((each) =>
        "function" in each ? { ...each, wrapped: true } : each,
      ),
    ),
  );
}

/** A call of something unknown with one function among its arguments is taken for a decorator of it. */
function fromWrapper(
  program: Program,
  value: Extract<Value, { kind: "made" }>,
  path: readonly string[],
): Definition[] {
  const lost = {
    reason: `what \`${value.path}\` gives cannot be followed; register the function itself`,
  };
  if (path.length > DEEPEST || value.at.node.type !== "call") return [lost];
  const { positional, named } = argumentsOf(value.at.node);
  const functions = [...positional, ...named.values()].flatMap((node) =>
    program
      .evaluate({ file: value.at.file, node }, value.env)
      .filter((each) => each.kind === "function"),
  );
  const [only, more] = functions;
  if (!only || more) return [lost];
  return definitionsOf(program, only, value.env, [...path, keyOf(value.at)]);
}
