/** The texts of a name: what is assigned to it, passed for it and put into it. */

import type { Node } from "web-tree-sitter";
import { argumentEnd } from "../../../shell/command-line.js";
import { ancestor, field } from "../../source/nodes.js";
import type { Binding } from "../../source/scope.js";
import { joined, union } from "./alternatives.js";
import { part, type Trail, unknown } from "./lookup-context.js";
import { addedTo, passedTo } from "./passed.js";
import { valued } from "./values.js";

const scopes = new Set(["function_definition", "lambda", "module"]);

/** A name: all that is assigned to it in its scope, and all that is put into it there. */
export function named(node: Node, trail: Trail): readonly string[] {
  const { program, file } = trail;
  for (let scope = ancestor(node, scopes); scope; scope = ancestor(scope, scopes)) {
    const bindings = program.scope({ file, node: scope }).bindings.get(node.text);
    if (!bindings) continue;
    const made = bindings.map((binding) =>
      binding.kind === "parameter" ? given(binding.node, scope, trail) : boundTo(binding, trail),
    );
    if (made.some((one) => one === undefined))
      return withAdded(valued(node, trail), scope, node, trail);
    return withAdded(union(...made.map((one) => one ?? [])), scope, node, trail);
  }
  return valued(node, trail);
}

/** A parameter's default and what the server's own calls pass; unknown where there are no such calls. */
function given(parameter: Node, owner: Node, trail: Trail): readonly string[] | undefined {
  const value = field(parameter, "value");
  const start = value && value.type !== "none" ? trail.texts(value, trail) : [];
  const passed = passedTo(trail.program, { file: trail.file, node: owner }, parameter);
  if (!passed) return undefined;
  const all = passed.map((at) =>
    at ? trail.texts(at.node, { ...trail, file: at.file }) : unknown,
  );
  return start.length + all.length === 0 ? undefined : union(start, ...all);
}

/** What a binding gives a name; nothing for `+=`, which is looked at with what is added. */
function boundTo(binding: Binding, trail: Trail): readonly string[] | undefined {
  if (binding.kind === "extend") return [];
  if (binding.kind === "loop") return binding.path.length > 0 ? undefined : element(binding, trail);
  if (binding.kind !== "assign" || binding.path.length > 0) return undefined;
  return trail.texts(binding.value, trail);
}

/** One of what a loop goes over. */
function element({ loop }: { readonly loop: Node }, trail: Trail): readonly string[] {
  const all = part(field(loop, "right"), trail);
  return union(...all.map((text) => text.split(argumentEnd)));
}

/** Whether and in which order things are added is not followed: every one of them may be. */
function withAdded(start: readonly string[], scope: Node, { text }: Node, trail: Trail) {
  const values = addedTo(trail.program, { file: trail.file, node: scope }, text);
  if (values.length === 0) return start;
  return joined([start, ...values.map((value) => trail.texts(value, trail))], argumentEnd);
}
