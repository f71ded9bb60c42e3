/** `X.tool` and `X.add_tool` in all their uses, brought to one shape: what is registered, and how it is called. */

import type { Node } from "web-tree-sitter";
import { decoratedBy, usesOf } from "../evaluate/callers.js";
import { argumentBindings } from "../evaluate/parameters.js";
import type { Program } from "../evaluate/program.js";
import { type Arguments, argumentsOf, type Env, emptyEnv, extend } from "../evaluate/values.js";
import { identifiers } from "../source/identifiers.js";
import { type At, ancestor, enclosingFunction, field } from "../source/nodes.js";
import { methodLine, toolMethods } from "./library-queries.js";

export interface Registration {
  /** The decorator or call that does it. */
  readonly at: At;
  /** The function under the decorator, or the expression that is passed. */
  readonly target: Target;
  /** The call that names and describes the tool, with what is known where it stands. */
  readonly options?: At;
  readonly env: Env;
  /** Whether a function of the server's own stands between. */
  readonly helper: boolean;
}

export type Target =
  | { readonly kind: "decorated"; readonly definition: Node; readonly decorator: Node }
  | { readonly kind: "passed"; readonly value: At }
  | { readonly kind: "lost"; readonly reason: string };

/** What `object.tool`, wherever it is used, registers. `node` is the attribute, or a name that stands for it. */
export function registrationsOf(program: Program, at: At): readonly Registration[] {
  return registerer(program, at, emptyEnv, false, 0);
}

/** `X.add_tool(value, name, …)` */
export function addedTool(at: At): Registration | undefined {
  const attribute = at.node.parent;
  const call = attribute?.parent;
  if (call?.type !== "call" || field(call, "function")?.id !== attribute?.id) return undefined;
  const given = argumentsOf(call);
  const value = handlerOf(given, [at.node.text]);
  const where = { file: at.file, node: call };
  const target: Target = value
    ? { kind: "passed", value: { file: at.file, node: value } }
    : {
        kind: "lost",
        reason: "what it adds is not passed as an argument; pass it as the first one",
      };
  return { at: where, target, options: where, env: emptyEnv, helper: false };
}

/** What a call of one of these methods registers: by keyword, else by its place. */
export function handlerOf(given: Arguments, words: readonly string[]): Node | undefined {
  const lines = words.flatMap((word) => methodLine(word) ?? []);
  const keywords = lines.flatMap(({ handler = [] }) => handler);
  const named = keywords.flatMap((keyword) => given.named.get(keyword) ?? []);
  return named[0] ?? given.positional[lines[0]?.handlerPlace ?? 0];
}

const DEEPEST = 4;

/** An expression that is `X.tool` itself. */
function registerer(
  program: Program,
  at: At,
  env: Env,
  helper: boolean,
  depth: number,
): readonly Registration[] {
  const parent = at.node.parent;
  if (!parent || depth > DEEPEST) return [];
  if (parent.type === "decorator") return decorated(at.file, parent, undefined, env, helper);
  if (parent.type === "call" && field(parent, "function")?.id === at.node.id) {
    return called(program, { file: at.file, node: parent }, env, helper, depth);
  }
  const alias = aliasOf(program, at);
  if (alias.length > 0) {
    return alias.flatMap((use) => registerer(program, use, env, helper, depth + 1));
  }
  if (parent.type === "attribute") return [];
  return lost(at, env, helper, "the method is passed on and called elsewhere");
}

/** `X.tool(…)`: a decorator, a call whose result is called, or the registration itself. */
function called(
  program: Program,
  call: At,
  env: Env,
  helper: boolean,
  depth: number,
): readonly Registration[] {
  const given = handlerOf(argumentsOf(call.node), toolMethods);
  const value = given && { file: call.file, node: given };
  if (value && !isName(program, value, env)) {
    const target = { kind: "passed", value } as const;
    return [{ at: call, target, options: call, env, helper }];
  }
  return applied(program, call, call, env, helper, depth);
}

/** What an expression that gives the decorator is applied to; `options` is the call that made it. */
function applied(
  program: Program,
  made: At,
  options: At,
  env: Env,
  helper: boolean,
  depth: number,
): readonly Registration[] {
  const parent = made.node.parent;
  if (!parent || depth > DEEPEST) return [];
  const { file } = made;
  if (parent.type === "decorator") return decorated(file, parent, options, env, helper);
  if (parent.type === "call" && field(parent, "function")?.id === made.node.id) {
    const value = argumentsOf(parent).positional[0];
    if (!value) return lost(made, env, helper, "it is applied to nothing");
    const target = { kind: "passed", value: { file, node: value } } as const;
    return [{ at: { file, node: parent }, target, options, env, helper }];
  }
  if (parent.type === "return_statement") return returned(program, made, options, env, depth);
  const uses = aliasOf(program, made);
  if (uses.length > 0) {
    return uses.flatMap((use) => applied(program, use, options, env, helper, depth + 1));
  }
  return lost(made, env, helper, "the decorator is kept and applied elsewhere");
}

/** `def my_tool(name): return mcp.tool(name=name)`: what the calls of the helper are applied to. */
function returned(
  program: Program,
  made: At,
  options: At,
  env: Env,
  depth: number,
): readonly Registration[] {
  const owner = enclosingFunction(made.node);
  if (!owner) return [];
  const at = { file: made.file, node: owner };
  const found = usesOf(program, at).flatMap((use) => {
    if (use.kind === "decorator") return [];
    const bound = field(use.call.node, "function")?.type === "attribute";
    const bindings = argumentBindings(program, at, use.call, use.env, bound);
    return applied(program, use.call, options, extend(env, bindings), true, depth + 1);
  });
  return found.length > 0 ? found : lost(made, env, true, "nothing in the server uses this helper");
}

function decorated(
  file: string,
  decorator: Node,
  options: At | undefined,
  env: Env,
  helper: boolean,
): readonly Registration[] {
  const found = decoratedBy(file, decorator);
  const at = { file, node: decorator };
  if (found?.kind !== "function") {
    return lost(at, env, helper, "it decorates a class; register its methods instead");
  }
  const target = { kind: "decorated", definition: found.node, decorator } as const;
  return [{ at, target, ...(options && { options }), env, helper }];
}

function lost(at: At, env: Env, helper: boolean, reason: string): readonly Registration[] {
  return [{ at, target: { kind: "lost", reason }, env, helper }];
}

/** Whether the first argument of `X.tool(…)` is the tool's name and not its function. */
function isName(program: Program, at: At, env: Env): boolean {
  if (/^(string|concatenated_string)$/.test(at.node.type)) return true;
  return program.evaluate(at, env).some((value) => value.kind === "string");
}

const scopes = new Set(["function_definition", "module"]);

/** Where the name is used that an expression is assigned to. */
function aliasOf(program: Program, at: At): readonly At[] {
  const assignment = at.node.parent;
  if (assignment?.type !== "assignment" || field(assignment, "right")?.id !== at.node.id) return [];
  const name = field(assignment, "left");
  if (name?.type !== "identifier") return [];
  const scope = ancestor(at.node, scopes);
  return identifiers(program, at.file, name.text).filter(
    (use) =>
      use.node.startIndex > assignment.endIndex &&
      use.node.endIndex <= (scope?.endIndex ?? Number.POSITIVE_INFINITY),
  );
}
