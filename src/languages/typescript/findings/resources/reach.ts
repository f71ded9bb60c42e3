/** Whether a handler may reach AWS at all. */

import type { Value, Values } from "../../evaluate/value.js";
import { ts } from "../../source/compiler.js";
import { walk } from "../../source/nodes.js";

/**
 * Whether one of the functions that a handler may be does anything that could end in a request. What
 * can't be followed may; a value that is no function is no handler, but a schema or a description.
 */
export function mayReachAws(values: Values): boolean {
  if (!values.every(({ kind }) => kind === "function" || kind === "unknown")) return false;
  return values.length === 0 || values.some(acts);
}

/** Only what calls, makes or awaits something can sign; what answers a text can't. */
function acts({ kind, node }: Value): boolean {
  let found = kind === "unknown";
  walk(node, (inner) => {
    found ||= kinds.has(inner.kind) || (ts.isForOfStatement(inner) && !!inner.awaitModifier);
    // Decorators are calls that are over before any request.
    return !ts.isDecorator(inner);
  });
  return found;
}

const kinds = new Set([
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.TaggedTemplateExpression,
  ts.SyntaxKind.AwaitExpression,
]);
