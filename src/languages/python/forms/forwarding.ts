/** `super().tool(…)` in a server's class: a call that passes on what an override was given registers nothing of its own. */

import type { Node } from "web-tree-sitter";
import type { Program } from "../evaluate/program.js";
import { argumentsOf } from "../evaluate/values.js";
import { type At, classOf, enclosingFunction, field, nameOf } from "../source/nodes.js";
import { toolMethods } from "./library-queries.js";
import { handlerOf } from "./registration.js";

/**
 * Whether a call of the inherited `tool` or `add_tool` stands in an override of one of them, or in a method
 * that such an override calls, and what it registers comes out of the method's parameters. The calls of the
 * override are the registrations then, and they are looked at where they stand.
 */
export function isForwarding(program: Program, call: At): boolean {
  const method = methodAround(call.node);
  if (!method || !isOverride(method)) return false;
  const value = handlerOf(argumentsOf(call.node), toolMethods);
  return !value || isGiven(program, { file: call.file, node: value }, new Set());
}

function methodAround(node: Node): Node | undefined {
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) if (classOf(at)) return at;
  return undefined;
}

function isOverride(method: Node): boolean {
  const name = nameOf(method);
  if (toolMethods.includes(name)) return true;
  const body = field(classOf(method) ?? method, "body");
  const methods = body?.namedChildren.map((child) => field(child, "definition") ?? child) ?? [];
  return methods.some(
    (each) =>
      each.type === "function_definition" &&
      toolMethods.includes(nameOf(each)) &&
      each.text.includes(`self.${name}(`),
  );
}

/** Whether a name in an expression is a parameter of a function around it, or was made of one. */
function isGiven(program: Program, at: At, seen: Set<string>): boolean {
  const names = at.node.type === "identifier" ? [at.node] : at.node.descendantsOfType("identifier");
  return names.some((name) => {
    if (seen.has(name.text)) return false;
    seen.add(name.text);
    return functionsAround(name).some((owner) => {
      const bindings = program.scope({ file: at.file, node: owner }).bindings.get(name.text) ?? [];
      return bindings.some((binding) => {
        if (binding.kind === "parameter") return binding.index > 0 || !classOf(owner);
        const from = binding.kind === "assign" ? binding.value : undefined;
        return from !== undefined && isGiven(program, { file: at.file, node: from }, seen);
      });
    });
  });
}

function functionsAround(node: Node): Node[] {
  const found: Node[] = [];
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) found.push(at);
  return found;
}
