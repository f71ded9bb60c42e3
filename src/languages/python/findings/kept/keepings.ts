/** Every place of a file in which something may be kept, told by its syntax alone. */

import type { Node } from "web-tree-sitter";
import { argumentsOf } from "../../evaluate/values.js";
import { enclosingFunction, field } from "../../source/nodes.js";
import type { Module } from "../../source/parse.js";
import { assignmentsIn } from "./assignments.js";
import { keysIn } from "./holders.js";

/** A value and where it is put. */
export interface Keeping {
  /** The whole of it, to be shown. */
  readonly node: Node;
  readonly holder: Node;
  readonly value: Node;
  /** By which it is found again; none where there is one for all calls. */
  readonly keys: readonly Node[];
  /** Whether it is put there as the server starts. */
  readonly isAtStart: boolean;
}

/** The tree of a file without such a line is not searched. */
const assigns = /^[ \t]*[\w.]+(?:\[.*\])?[ \t]*(?::[^=\n]+)?(?:[-+*|&]|\|)?=(?!=)[^\n]*[\w([{'"]/m;
const adds =
  /[\w\])][ \t]*\.[ \t]*(append|appendleft|add|insert|extend|update|setdefault|set|put)[ \t]*\(/g;

/**
 * Assignments that may outlive a call, and calls of methods that put something into their object. `makers` are the
 * functions of the file that make tools: their names are there in every call.
 */
export function keepingsOf(module: Module, makers: readonly Node[]): readonly Keeping[] {
  if (!assigns.test(module.text)) return [];
  const assignments = assignmentsIn(module, makers).flatMap(assigned);
  const calls = [...module.text.matchAll(adds)].flatMap((match) => {
    const name = module.root.descendantForIndex(match.index + match[0].lastIndexOf(match[1] ?? ""));
    const call = name?.parent?.parent;
    return name?.parent?.type === "attribute" && call?.type === "call"
      ? added(call, match[1] ?? "")
      : [];
  });
  return [...assignments, ...calls, ...defaults(module)];
}

function assigned(node: Node): Keeping[] {
  const value = field(node, "right");
  const left = field(node, "left");
  if (!value || !left || value.type === "assignment" || !mayAsk(value)) return [];
  const isAtStart = enclosingFunction(node) === undefined;
  // What a module holds is looked at where it is put there: only what is called here can ask.
  if (isAtStart && !value.text.includes("(")) return [];
  const targets = /pattern|tuple/.test(left.type) ? left.namedChildren : [left];
  return targets
    .filter((holder) => !/\.__\w+__$/.test(holder.text))
    .map((holder) => ({ node, holder, value, keys: keysIn(holder), isAtStart }));
}

/** Not a literal, which comes from nowhere. */
function mayAsk(value: Node): boolean {
  return (
    !/^(string|integer|float|none|true|false|concatenated_string)$/.test(value.type) &&
    !/^[[{(]\s*[\]})]$/.test(value.text)
  );
}

function added(call: Node, method: string): Keeping[] {
  const holder = field(call, "function")?.childForFieldName("object");
  const { positional, named } = argumentsOf(call);
  const value = positional.at(-1) ?? [...named.values()].at(-1);
  const hasKey = /^(setdefault|set|put)$/.test(method);
  const isAtStart = enclosingFunction(call) === undefined;
  if (!holder || !value || (method === "set" && positional.length < 2)) return [];
  const own = hasKey ? positional.slice(0, 1) : [];
  return [{ node: call, holder, value, keys: [...own, ...keysIn(holder)], isAtStart }];
}

/** `def tool(x=boto3.client("sts").get_caller_identity())`: asked once, when the function is made. */
function defaults(module: Module): Keeping[] {
  if (!/\bdef\b[^:]*=[ \t]*\w[\w.]*\(/.test(module.text)) return [];
  const parameters = module.root.descendantsOfType([
    "default_parameter",
    "typed_default_parameter",
  ]);
  return parameters.flatMap((node) => {
    const [holder, value] = [field(node, "name"), field(node, "value")];
    return holder && value?.type === "call"
      ? [{ node, holder, value, keys: [], isAtStart: isMadeAtStart(node) }]
      : [];
  });
}

function isMadeAtStart(parameter: Node): boolean {
  const definition = enclosingFunction(parameter);
  return definition !== undefined && enclosingFunction(definition) === undefined;
}
