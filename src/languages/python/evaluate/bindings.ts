/** What the bindings of a scope make of a name: parameters, assignments, loops, imports, definitions. */

import type { Node } from "web-tree-sitter";
import { type At, classOf, enclosingFunction } from "../source/nodes.js";
import type { Binding } from "../source/scope.js";
import { elementsOf, itemAt } from "./elements.js";
import { growth } from "./mutations.js";
import type { Program } from "./program.js";
import { bindingKey, type Env, emptyEnv, type Value } from "./values.js";

/** The values that a scope's bindings of a name give it, with what is put into them later. */
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
