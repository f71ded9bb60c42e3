/** A name to what it was bound to: local, enclosing, module-level or imported. */

import type { Node } from "web-tree-sitter";
import type { Binding, Program } from "../program.js";
import { type At, classOf, enclosingFunction } from "../tree.js";
import { elementsOf, itemAt } from "./elements.js";
import { growth } from "./growth.js";
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

/** What the bindings of one scope make of a name. */
export function bound(
  program: Program,
  scope: At,
  name: string,
  bindings: readonly Binding[],
  env: Env,
): readonly Value[] {
  const values = bindings.flatMap((binding) => oneBinding(program, scope, name, binding, env));
  const known = values.some((value) => value.kind !== "none" && value.kind !== "unknown");
  if (!known && scope.node.type === "module") {
    const later = assignedGlobally(program, scope, name);
    if (later.length > 0) return growth(program, scope, name, later, env);
  }
  const useful = known ? values.filter((value) => value.kind !== "none") : values;
  return growth(program, scope, name, useful, env);
}

/** What functions with `global name` assign to a module's name. */
function assignedGlobally(program: Program, module: At, name: string): readonly Value[] {
  const text = program.module(module.file)?.text ?? "";
  const pattern = new RegExp(`^[ \\t]+global[ \\t][^\\n]*\\b${name}\\b`, "gm");
  return [...text.matchAll(pattern)].flatMap((match) => {
    const word = module.node.descendantForIndex(match.index + match[0].indexOf("global"));
    const owner = word && enclosingFunction(word);
    if (!owner) return [];
    const scope = { file: module.file, node: owner };
    const assigned = (program.scope(scope).bindings.get(name) ?? []).flatMap((binding) =>
      oneBinding(program, scope, name, binding, emptyEnv),
    );
    return assigned.filter((value) => value.kind !== "none");
  });
}

function oneBinding(
  program: Program,
  scope: At,
  name: string,
  binding: Binding,
  env: Env,
): readonly Value[] {
  const { file } = scope;
  switch (binding.kind) {
    case "parameter":
      return parameter(scope, name, binding.index, env);
    case "assign": {
      const values = program.evaluate({ file, node: binding.value }, env);
      return binding.path.reduce<readonly Value[]>((from, index) => itemAt(from, index), values);
    }
    case "extend":
      return program.evaluate({ file, node: binding.value }, env);
    case "with":
      return program.evaluate({ file, node: binding.value }, env);
    case "loop": {
      const known = env.bound.get(bindingKey({ file, node: binding.loop }, name));
      if (known) return known();
      const right = binding.loop.childForFieldName("right");
      const items = right ? program.evaluate({ file, node: right }, env) : [];
      const free = items.find((value) => value.kind === "free" || value.kind === "unknown");
      if (free) return [free];
      const each = elementsOf(items).flat();
      return binding.path.reduce<readonly Value[]>((from, index) => itemAt(from, index), each);
    }
    case "import":
      return imported(program, file, binding);
    default:
      return [{ kind: binding.kind, file, node: binding.node, env }];
  }
}

function parameter(owner: At, name: string, index: number, env: Env): readonly Value[] {
  const known = env.bound.get(bindingKey(owner, name));
  if (known) return known();
  const holder = index === 0 ? classOf(owner.node) : undefined;
  if (holder && !isStatic(owner.node)) {
    const of = { kind: "class", file: owner.file, node: holder, env } as const;
    return [{ kind: "instance", of, env }];
  }
  return [{ kind: "free", owner, name, env }];
}

function isStatic(definition: Node): boolean {
  const outer = definition.parent;
  if (outer?.type !== "decorated_definition") return false;
  return outer.namedChildren.some(
    (child) => child.type === "decorator" && /^@\s*staticmethod\b/.test(child.text),
  );
}

function imported(
  program: Program,
  file: string,
  binding: Extract<Binding, { kind: "import" }>,
): readonly Value[] {
  const target = program.modules.resolve(file, binding.module, binding.level);
  if (binding.name === undefined) {
    if (target.kind === "outside") return [{ kind: "outside", path: target.path }];
    return [{ kind: "module", target }];
  }
  if (target.kind === "outside") {
    return [{ kind: "outside", path: `${target.path}.${binding.name}` }];
  }
  return program.moduleMember(target, binding.name);
}

function fromStars(program: Program, module: At, name: string): readonly Value[] | undefined {
  for (const star of program.scope(module).stars) {
    const target = program.modules.resolve(module.file, star.module, star.level);
    if (target.kind === "outside") continue;
    const values = program.moduleMember(target, name);
    if (values.some((value) => value.kind !== "unknown")) return values;
  }
  return undefined;
}
