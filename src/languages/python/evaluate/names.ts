/** A name to the scope that binds it: local, enclosing, module-level or imported. */

import type { Node } from "web-tree-sitter";
import { type At, enclosingFunction } from "../source/nodes.js";
import { bound } from "./bindings.js";
import { fromStars } from "./members.js";
import type { Program } from "./program.js";
import { bindingKey, type Env, emptyEnv, unknown, type Value } from "./values.js";

const loopTypes =
  /^(for_statement|list_comprehension|set_comprehension|generator_expression|dictionary_comprehension)$/;
const builtins =
  /^(str|int|list|dict|tuple|set|type|object|print|len|range|zip|map|filter|isinstance|callable)$/;

/** The values of an identifier where it stands. */
export function nameValue(program: Program, at: At, env: Env): readonly Value[] {
  const name = at.node.text;
  const found = lookUp(program, at, name, env);
  if (found) return found;
  if (builtins.test(name)) return [{ kind: "outside", path: `builtins.${name}` }];
  return unknown(`nothing binds the name \`${name}\``);
}

/** The values of a name seen from a node, or undefined where no scope binds it. */
export function lookUp(
  program: Program,
  at: At,
  name: string,
  env: Env,
): readonly Value[] | undefined {
  const { file } = at;
  let from = at.node;
  let known = env;
  for (let node = from.parent; node; from = node, node = node.parent) {
    const turn = loopTypes.test(node.type) && turnOf({ file, node }, from, name, env);
    if (turn) return turn;
    if (!opensScope(node, from, at.node)) continue;
    const scope = { file, node };
    const bindings = program.scope(scope).bindings.get(name);
    if (bindings) return bound(program, scope, name, bindings, known);
    if (node.type === "module") return fromStars(program, scope, name);
    // What a module binds does not depend on how one of its functions was reached.
    if (node.type === "function_definition" && !enclosingFunction(node)) known = emptyEnv;
  }
  return undefined;
}

/** What a name of a loop stands for in the turn that is looked at. */
function turnOf(loop: At, from: Node, name: string, env: Env): readonly Value[] | undefined {
  if (loop.node.type === "for_statement" && from.type !== "block") return undefined;
  return env.bound.get(bindingKey(loop, name))?.();
}

/** Whether names bound in `node` are seen from `origin`, reached through its child `from`. */
function opensScope(node: Node, from: Node, origin: Node): boolean {
  if (node.type === "module") return true;
  if (node.type === "lambda") return true;
  if (node.type === "function_definition") return from.type === "block";
  if (node.type !== "class_definition" || from.type !== "block") return false;
  for (let at = origin.parent; at && at.id !== from.id; at = at.parent) {
    if (at.type === "function_definition" || at.type === "lambda") return false;
  }
  return true;
}
