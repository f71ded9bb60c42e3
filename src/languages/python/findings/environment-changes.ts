/** What is done to a local name that holds an environment, in the order in which it is written. */

import type { Node } from "web-tree-sitter";
import { putInto } from "../evaluate/origins.js";
import type { Program } from "../evaluate/program.js";
import { type At, ancestor, enclosingFunction, field } from "../source/nodes.js";
import type { Binding } from "../source/scope.js";

/**
 * parameter: what the callers pass, and whether something stands for it where they pass nothing; set: another value,
 * on every path or on some; put: one variable; merged: what the nodes hold.
 */
export type Change =
  | { readonly kind: "parameter"; readonly node: Node; readonly isReplaced: boolean }
  | { readonly kind: "set"; readonly value: Node; readonly isAlways: boolean }
  | { readonly kind: "put"; readonly key: Node; readonly value: Node }
  | { readonly kind: "merged"; readonly values: readonly Node[] };

/** All of it that stands before a use of the name; undefined where something else than these is done to it. */
export function changesOf(
  program: Program,
  owner: At,
  use: Node,
  bindings: readonly Binding[],
): readonly Change[] | undefined {
  const name = use.text;
  const found: { readonly at: number; readonly change: Change }[] = [];
  for (const binding of bindings) {
    if (binding.kind === "parameter") {
      const isReplaced = replaces(owner.node, name);
      const change = { kind: "parameter", node: binding.node, isReplaced } as const;
      found.push({ at: binding.node.startIndex - 1, change });
    } else if (binding.kind === "assign" && binding.path.length === 0) {
      const { value } = binding;
      const change = { kind: "set", value, isAlways: isAlways(value, owner.node) } as const;
      found.push({ at: value.endIndex, change });
    } else if (binding.kind === "extend") {
      const change = { kind: "merged", values: [binding.value] } as const;
      found.push({ at: binding.value.endIndex, change });
    } else return undefined;
  }
  for (const { node } of putInto(program, owner, name)) {
    const change = changeBy(node);
    if (change) found.push({ at: node.endIndex, change });
  }
  const isOwn = enclosingFunction(use)?.id === owner.node.id;
  return found
    .filter(({ at }) => !isOwn || at < use.startIndex)
    .sort((a, b) => a.at - b.at)
    .map(({ change }) => change);
}

/** Whether a parameter that is left out is set in the function: `if env is None:`, `env = env or …`. */
function replaces(definition: Node, name: string): boolean {
  const guard = `\\bif\\s+(?:not\\s+${name}\\b|${name}\\s+is\\s+None\\b)|\\b${name}\\s*=\\s*${name}\\s+or\\b|\\bif\\s+${name}(?:\\s+is\\s+not\\s+None)?\\s+else\\b`;
  return new RegExp(guard).test(definition.text);
}

function isAlways(value: Node, definition: Node): boolean {
  const statement = ancestor(value, "assignment")?.parent;
  return statement?.parent?.parent?.id === definition.id;
}

/** What `putInto` gives for `name[key] = value`, and for `name.update(…)` and `name.setdefault(key, value)`. */
function changeBy(node: Node): Change | undefined {
  if (node.type === "subscript") {
    const key = field(node, "subscript");
    const value = node.parent ? field(node.parent, "right") : undefined;
    return key && value ? { kind: "put", key, value } : undefined;
  }
  const callee = node.type === "argument_list" && node.parent && field(node.parent, "function");
  if (!callee) return undefined;
  const given = node.namedChildren.filter(({ type }) => type !== "comment");
  const method = field(callee, "attribute")?.text;
  const [key, value] = given;
  if (method === "setdefault") return key && value && { kind: "put", key, value };
  return method === "update" ? { kind: "merged", values: given } : undefined;
}
