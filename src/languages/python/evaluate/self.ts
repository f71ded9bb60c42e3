/** Whose method is running: `self` in a base class is an object of each class that inherits the method. */

import type { Node } from "web-tree-sitter";
import { filesUsing } from "../source/name-index.js";
import { type At, classOf, enclosingFunction, keyOf, nameOf, selfOf } from "../source/nodes.js";
import { ancestorsOf, descendantsOf } from "./classes.js";
import type { Program } from "./program.js";
import { bindingKey, type ClassValue, type Env, emptyEnv, extend } from "./values.js";

/** One environment for each class whose objects reach the node as `self`; the one given where there is only one. */
export function selfEnvs(program: Program, at: At, env: Env): readonly Env[] {
  const method = enclosingMethod(at.node);
  const holder = method && classOf(method);
  const self = method && selfOf(method);
  if (!method || !holder || self === undefined) return [env];
  const key = bindingKey({ file: at.file, node: method }, self);
  if (env.bound.has(key)) return [env];
  const of: ClassValue = { kind: "class", file: at.file, node: holder, env: emptyEnv };
  const heirs = descendantsOf(program, of).filter((heir) =>
    inherits(program, heir, of, nameOf(method)),
  );
  if (heirs.length === 0) return [env];
  const classes = isInstantiated(program, of) ? [of, ...heirs] : heirs;
  return classes.map((each) =>
    extend(env, [[key, () => [{ kind: "instance", of: each, env: emptyEnv }]]]),
  );
}

function enclosingMethod(node: Node): Node | undefined {
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) if (classOf(at)) return at;
  return undefined;
}

/** Whether an heir runs the method of the base: it has none of its own, or calls the inherited one. */
function inherits(program: Program, heir: ClassValue, base: ClassValue, method: string): boolean {
  for (const each of ancestorsOf(program, heir)) {
    if (keyOf(each) === keyOf(base)) return true;
    const scope = program.scope({ file: each.file, node: each.node });
    if (scope.bindings.has(method)) return each.node.text.includes(`super().${method}(`);
  }
  return false;
}

function isInstantiated(program: Program, of: ClassValue): boolean {
  const name = nameOf(of.node);
  const pattern = new RegExp(`(?<!class\\s)\\b${name}\\(`);
  return filesUsing(program, name).some((file) =>
    pattern.test(program.project.files.read(file)?.text ?? ""),
  );
}
