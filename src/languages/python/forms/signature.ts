/** Wrappers that set `__signature__` when the server starts: what becomes of the wrapped function's parameters. */

import type { Node } from "web-tree-sitter";
import { argumentsOf } from "../evaluate/values.js";
import { type At, decoratorsOf, enclosingFunction, field, nameOf } from "../source/nodes.js";

const GENERATED =
  "its signature is generated when the server starts (`__signature__`); add the parameter where it is generated";

/**
 * Why the signature that is written is not the tool's: it is assigned when the server runs. Undefined where
 * none is assigned, and where a wrapper gets the parameters of the function that it wraps but for some that
 * it names (like `functools.partial`), and hands its keyword arguments on: a new parameter comes through.
 */
export function generatedSignature(value: At): string | undefined {
  const outer = enclosingFunction(value.node);
  if (!outer) return undefined;
  const target = `${nameOf(value.node)}.__signature__`;
  const assigned = assignedTo(outer, target);
  if (assigned.length === 0) return undefined;
  const wrapped = wrappedBy(value)?.text;
  const keeps = wrapped !== undefined && assigned.every((node) => isKept(outer, wrapped, node, 0));
  return keeps && handsOn(value.node, wrapped) ? undefined : GENERATED;
}

/** The function that a wrapper is made to look like: the argument of its `@functools.wraps(…)`. */
export function wrappedBy(value: At): Node | undefined {
  for (const decorator of decoratorsOf(value.node)) {
    const call = decorator.firstNamedChild;
    if (call?.type !== "call") continue;
    if (/(^|\.)wraps$/.test(field(call, "function")?.text ?? ""))
      return argumentsOf(call).positional[0];
  }
  return undefined;
}

/** How many names may stand between. */
const DEEPEST = 12;

function assignedTo(outer: Node, target: string): readonly Node[] {
  return outer
    .descendantsOfType("assignment")
    .flatMap((node) => (field(node, "left")?.text === target ? (field(node, "right") ?? []) : []));
}

/** Whether a signature is the wrapped function's, or made of it with `replace` or `Signature`. */
function isKept(outer: Node, wrapped: string, node: Node, depth: number): boolean {
  if (depth > DEEPEST) return false;
  if (node.type === "identifier") {
    const values = assignedTo(outer, node.text);
    return values.length > 0 && values.every((each) => isKept(outer, wrapped, each, depth + 1));
  }
  if (node.type !== "call") return false;
  const callee = field(node, "function");
  const { named, positional } = argumentsOf(node);
  const name = callee?.type === "attribute" ? field(callee, "attribute")?.text : callee?.text;
  if (name === "signature") return positional[0]?.text === wrapped;
  const parameters = named.get("parameters") ?? (name === "Signature" ? positional[0] : undefined);
  if (name === "Signature") return !!parameters && hasAll(outer, wrapped, parameters, depth + 1);
  const object = callee && field(callee, "object");
  if (name !== "replace" || !object || !isKept(outer, wrapped, object, depth + 1)) return false;
  return !parameters || hasAll(outer, wrapped, parameters, depth + 1);
}

/** Whether a collection holds all parameters of the wrapped function but for those that it names. */
function hasAll(outer: Node, wrapped: string, node: Node, depth: number): boolean {
  if (depth > DEEPEST) return false;
  const inner = (each: Node | undefined): boolean =>
    !!each && hasAll(outer, wrapped, each, depth + 1);
  switch (node.type) {
    case "identifier": {
      const isFilled = loopsOver(outer, node.text, inner);
      return isFilled || assignedTo(outer, node.text).some(inner);
    }
    case "attribute":
      return (
        field(node, "attribute")?.text === "parameters" &&
        isKept(outer, wrapped, field(node, "object") ?? node, depth + 1)
      );
    case "call": {
      const callee = field(node, "function");
      if (callee?.type === "identifier" && /^(list|tuple|dict|sorted)$/.test(callee.text))
        return inner(argumentsOf(node).positional[0]);
      const isView = /\.(values|items|keys|copy)$/.test(callee?.text ?? "");
      return isView && !!callee && inner(field(callee, "object"));
    }
    case "list_comprehension":
    case "generator_expression":
    case "dictionary_comprehension": {
      const over = node.namedChildren.find((child) => child.type === "for_in_clause");
      const conditions = node.namedChildren.filter((child) => child.type === "if_clause");
      return conditions.every(leavesOut) && inner(over && field(over, "right"));
    }
    case "list":
    case "tuple":
      return node.namedChildren.some(
        (child) => child.type === "list_splat" && inner(child.firstNamedChild ?? undefined),
      );
    case "binary_operator":
      return inner(field(node, "left")) || inner(field(node, "right"));
    default:
      return false;
  }
}

/** `for p in …: names.append(p)` over all parameters, but for those that it names. */
function loopsOver(outer: Node, name: string, isAll: (over: Node | undefined) => boolean): boolean {
  return outer.descendantsOfType("for_statement").some((loop) => {
    const body = field(loop, "body");
    if (!body?.text.includes(`${name}.append(`) || !isAll(field(loop, "right"))) return false;
    return body.descendantsOfType("if_statement").every((choice) => {
      const condition = field(choice, "condition");
      if (!condition) return false;
      const skips = /^\s*continue\s*$/.test(field(choice, "consequence")?.text ?? "");
      return skips ? names(condition) : leavesOut(condition);
    });
  });
}

/** `x not in names`, `x != "name"`: what is not named passes. */
function leavesOut(condition: Node): boolean {
  return /\bnot\s+in\b|!=/.test(condition.text) && !/\bor\b|==/.test(condition.text);
}

/** `x in names`, `x == "name"`. */
function names(condition: Node): boolean {
  return /\bin\b|==/.test(condition.text) && !/\b(?:not|and)\b|!=/.test(condition.text);
}

/** Whether a wrapper takes any keyword arguments, and calls the wrapped function with some of its making. */
function handsOn(wrapper: Node, wrapped: string): boolean {
  const parameters = field(wrapper, "parameters");
  if (!parameters || parameters.descendantsOfType("dictionary_splat_pattern").length === 0) {
    return false;
  }
  return wrapper.descendantsOfType("call").some((call) => {
    const list = field(call, "arguments");
    const splats = list?.namedChildren.some((child) => child.type === "dictionary_splat");
    return field(call, "function")?.text === wrapped && splats === true;
  });
}
