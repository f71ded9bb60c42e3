/** The texts of a name: what is assigned to it, passed for it and put into it. */

import type { Node } from "web-tree-sitter";
import {
  type Alternatives,
  anything,
  asWord,
  concatenated,
  elementsOf,
  listed,
  union,
} from "../../../shell/alternatives.js";
import { field } from "../../source/nodes.js";
import type { Binding } from "../../source/scope.js";
import { binderOf } from "../scopes.js";
import { type LookupContext, part } from "./lookup-context.js";
import { addedTo, passedTo } from "./passed.js";
import { valued } from "./values.js";

/** A name: all that is assigned to it in its scope, and all that is put into it there. */
export function named(node: Node, context: LookupContext): Alternatives {
  const binder = binderOf(context.program, { file: context.file, node });
  if (!binder) return valued(node, context);
  const scope = binder.scope.node;
  const made = binder.bindings.map((binding) =>
    binding.kind === "parameter" ? given(binding.node, scope, context) : boundTo(binding, context),
  );
  if (made.some((one) => one === undefined))
    return withAdded(valued(node, context), scope, node, context);
  return withAdded(union(...made.map((one) => one ?? [])), scope, node, context);
}

/** A parameter's default and what the server's own calls pass; unknown where there are no such calls. */
function given(parameter: Node, owner: Node, context: LookupContext): Alternatives | undefined {
  const value = field(parameter, "value");
  const start = value && value.type !== "none" ? context.texts(value, context) : [];
  const passed = passedTo(context.program, { file: context.file, node: owner }, parameter);
  if (!passed) return undefined;
  const all = passed.map((at) =>
    at ? context.texts(at.node, { ...context, file: at.file }) : anything,
  );
  return start.length + all.length === 0 ? undefined : union(start, ...all);
}

/** What a binding gives a name; nothing for `+=`, which is looked at with what is added. */
function boundTo(binding: Binding, context: LookupContext): Alternatives | undefined {
  if (binding.kind === "extend") return [];
  if (binding.kind === "loop")
    return binding.path.length > 0 ? undefined : element(binding, context);
  if (binding.kind !== "assign" || binding.path.length > 0) return undefined;
  return context.texts(binding.value, context);
}

/** One of what a loop goes over. */
function element({ loop }: { readonly loop: Node }, context: LookupContext): Alternatives {
  return elementsOf(part(field(loop, "right"), context));
}

/** Whether and in which order things are added is not followed: every one of them may be. */
function withAdded(
  start: Alternatives,
  scope: Node,
  { text }: Node,
  context: LookupContext,
): Alternatives {
  const added = addedTo(context.program, { file: context.file, node: scope }, text);
  return added.reduce((before, { by, value }) => {
    const found = context.texts(value, context);
    if (by === "+=") return concatenated([before, found]);
    return listed([before, by === "extend" ? found : asWord(found)]);
  }, start);
}
