/** Which of a server's requests a handler is set for. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { ts } from "../source/compiler.js";
import { bare, literalText, propertyOf } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import { requests } from "./libraries.js";

/** One call of setRequestHandler for tools/list or tools/call. */
export interface RequestHandler {
  readonly call: ts.CallExpression;
  readonly handler: ts.Expression;
  readonly request: "list" | "call";
}

/** Which request a schema, a method's name or a literal schema stands for. */
export function requestOf(evaluator: Evaluator, node: ts.Expression): "list" | "call" | undefined {
  const inner = bare(node);
  const text = literalText(inner);
  if (text !== undefined) return ofMethod(text);
  const name = ts.isPropertyAccessExpression(inner) ? inner.name : inner;
  if (ts.isIdentifier(name)) {
    const direct = ofSchema(name.text);
    if (direct) return direct;
    const declared = ts.isIdentifier(inner) ? lookup(inner, inner.text, "value") : undefined;
    if (declared && ts.isImportSpecifier(declared)) {
      return ofSchema((declared.propertyName ?? declared.name).text);
    }
    const [value] = evaluator.evaluate(inner);
    if (value?.kind === "text") return ofMethod(value.text);
    if (value && ts.isCallExpression(value.node)) return ofLiteral(value.node);
  }
  return ts.isCallExpression(inner) ? ofLiteral(inner) : undefined;
}

function ofMethod(method: string): "list" | "call" | undefined {
  return requests.find((each) => each.method === method)?.asks;
}

function ofSchema(name: string): "list" | "call" | undefined {
  return requests.find(({ schema }) => schema === name)?.asks;
}

/** `z.object({ method: z.literal("tools/list") })`. */
function ofLiteral(call: ts.CallExpression): "list" | "call" | undefined {
  const [first] = call.arguments;
  const literal = first && bare(first);
  if (!literal || !ts.isObjectLiteralExpression(literal)) return undefined;
  const method = propertyOf(literal, "method");
  if (!method || !ts.isPropertyAssignment(method)) return undefined;
  const value = bare(method.initializer);
  if (!ts.isCallExpression(value)) return ofMethod(literalText(value) ?? "");
  return ofMethod(literalText(value.arguments[0]) ?? "");
}
