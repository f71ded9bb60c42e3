/** A name to the scope that binds it: local, enclosing, module-level or imported. */

import { type Frame, frameOf, loops } from "../source/frames.js";
import { type At, enclosingFunction, scopeKey } from "../source/nodes.js";
import type { Binding } from "../source/scope.js";
import { bound } from "./bindings.js";
import { fromStars } from "./members.js";
import type { Program } from "./program.js";
import { isFunction, opensScope } from "./scopes.js";
import { bindingKey, type Env, emptyEnv, unknown, type Value } from "./values.js";

const builtins =
  /^(str|int|list|dict|tuple|set|type|object|print|len|range|zip|map|filter|isinstance|callable|__import__)$/;

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
  let known = env;
  let isInFunction = false;
  for (let frame = frameOf(at.node); frame; frame = frame.outer) {
    const { node, type } = frame;
    const turn = loops.has(type) && turnOf(file, frame, name, env);
    if (turn) return turn;
    if (opensScope(frame, isInFunction)) {
      const scope = { file, node };
      const bindings = program.scope(scope).bindings.get(name);
      if (bindings) return boundOnce(program, scope, name, bindings, known);
      if (type === "module") return fromStars(program, scope, name);
      // What a module binds does not depend on how one of its functions was reached.
      if (type === "function_definition" && !enclosingFunction(node)) known = emptyEnv;
    }
    isInFunction ||= isFunction(frame);
  }
  return undefined;
}

/** What is not reached on a way of its own stands for the same wherever the name is used. */
function boundOnce(
  program: Program,
  scope: At,
  name: string,
  bindings: readonly Binding[],
  env: Env,
): readonly Value[] {
  if (env !== emptyEnv) return bound(program, scope, name, bindings, env);
  const work = () => bound(program, scope, name, bindings, emptyEnv);
  return program.rememberPart(`bound ${scopeKey(scope)} ${name}`, work);
}

/** What a name of a loop stands for in the turn that is looked at. */
function turnOf(
  file: string,
  { node, type, isBlock }: Frame,
  name: string,
  env: Env,
): readonly Value[] | undefined {
  if (type === "for_statement" && !isBlock) return undefined;
  return env.bound.get(bindingKey({ file, node }, name))?.();
}
