/** Low-level handlers that answer from what the SDK has registered: the tools' own wrappers serve them. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { ts } from "../source/compiler.js";
import { isFunctionNode, walk } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import { listedTools } from "./listed-tools.js";
import type { RequestHandler } from "./request-kind.js";

/** Where McpServer keeps its tools, and Server its handlers (SDK 1 and 2; both private). */
const registered = /\b_(?:registeredTools|requestHandlers)\b/;

/** Whether a handler asks the registered tools, and has no tool of its own beside them. */
export function isDelegating(evaluator: Evaluator, { handler, request }: RequestHandler): boolean {
  const functions = evaluator.evaluate(handler).map(({ node }) => node);
  if (functions.length === 0 || !functions.every(isFunctionNode)) return false;
  if (!functions.every(asksRegistered)) return false;
  return request === "list"
    ? listedTools(evaluator, handler).every(({ name }) => name.startsWith("<"))
    : !functions.some(tellsApart);
}

/** In its own text, or through a variable that holds what it asks. */
function asksRegistered(node: ts.Node): boolean {
  return finds(node, (inner) => {
    if (!ts.isIdentifier(inner)) return false;
    if (registered.test(inner.text)) return true;
    const declared = lookup(inner, inner.text, "value");
    return declared !== undefined && ts.isVariableDeclaration(declared) && isHolder(declared);
  });
}

/** `handlers.get("tools/call")`, where `handlers` is what the SDK keeps. */
function isHolder({ initializer }: ts.VariableDeclaration, depth = 0): boolean {
  if (!initializer || isFunctionNode(initializer) || depth > 2) return false;
  if (registered.test(initializer.getText())) return true;
  return finds(initializer, (inner) => {
    const declared = ts.isIdentifier(inner) && lookup(inner, inner.text, "value");
    return declared && ts.isVariableDeclaration(declared) ? isHolder(declared, depth + 1) : false;
  });
}

/** Whether a handler compares the tool's name with texts of its own. */
function tellsApart(node: ts.Node): boolean {
  return finds(node, (inner) => {
    if (ts.isCaseClause(inner)) return ts.isStringLiteralLike(inner.expression);
    if (!ts.isBinaryExpression(inner)) return false;
    const isEquality = inner.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken;
    return (
      isEquality && /\.?name$/.test(inner.left.getText()) && ts.isStringLiteralLike(inner.right)
    );
  });
}

function finds(node: ts.Node, test: (inner: ts.Node) => boolean): boolean {
  let found = false;
  walk(node, (inner) => {
    found ||= test(inner);
    return !found;
  });
  return found;
}
