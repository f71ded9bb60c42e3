/** The functions that answer the calls of tools, and the tools that they answer. */

import type { Evaluator } from "../evaluate/evaluator.js";
import type { FoundTool, Registration } from "../forms/registration.js";
import { partsOf } from "../forms/registration.js";
import { ts } from "../source/compiler.js";
import { bare, type FunctionNode, isFunctionNode, walk } from "../source/nodes.js";
import { functionsOf } from "./kept/flow.js";

export type Handlers = ReadonlyMap<ts.Node, readonly FoundTool[]>;

/** Every function that is written or named where a tool is registered, with the tools of that registration. */
export function handlersOf(evaluator: Evaluator, registrations: readonly Registration[]): Handlers {
  const handlers = new Map<ts.Node, FoundTool[]>();
  for (const registration of registrations) {
    for (const tool of registration.tools) {
      const parts = partsOf(registration, tool);
      for (const fn of parts.flatMap((part) => [...functionsIn(evaluator, part)])) {
        const known = handlers.get(fn);
        if (known) known.push(tool);
        else handlers.set(fn, [tool]);
      }
    }
  }
  return handlers;
}

/** The outermost functions of a part, and those that it names. */
function functionsIn(evaluator: Evaluator, part: ts.Node): ReadonlySet<FunctionNode> {
  const found = new Set<FunctionNode>();
  walk(part, (node) => {
    if (isFunctionNode(node)) found.add(node);
    else if (isHandedOn(node)) for (const fn of functionsOf({ evaluator }, node)) found.add(fn);
    return !isFunctionNode(node);
  });
  return found;
}

function isHandedOn(node: ts.Node): node is ts.Expression {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
  const { parent } = node;
  if (ts.isCallExpression(parent)) return parent.expression !== node;
  if (ts.isPropertyAssignment(parent)) return bare(parent.initializer) === node;
  return ts.isShorthandPropertyAssignment(parent);
}
