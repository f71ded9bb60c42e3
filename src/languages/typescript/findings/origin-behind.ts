/** The value behind a declaration, where it isn't its initializer: of an awaited list, a promise, a later line. */

import { ts } from "ts-morph";
import { indexOf } from "../source/file-index.js";
import { bare, calledName, receiverOf } from "../source/nodes.js";
import { lookup } from "../source/scope.js";

/** What is taken apart or named by a declaration; undefined where that is decided elsewhere. */
export function valueBehind(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
): ts.Expression | undefined {
  if (ts.isVariableDeclaration(declaration)) return declaration.initializer;
  if (ts.isParameter(declaration)) return promised(declaration);
  const pattern = declaration.parent;
  if (!ts.isArrayBindingPattern(pattern)) return undefined;
  const list = valueBehind(pattern.parent);
  const elements = list && elementsOf(list);
  return elements?.[pattern.elements.indexOf(declaration)];
}

/** `import("x").then((module) => …)`: the parameter is what the promise gives. */
function promised(parameter: ts.ParameterDeclaration): ts.Expression | undefined {
  const call = parameter.parent.parent;
  const isFirst = ts.isCallExpression(call) && call.arguments[0] === parameter.parent;
  return isFirst && calledName(call) === "then" ? receiverOf(call) : undefined;
}

/** `[a, b]`, and `await Promise.all([a, b])`. */
function elementsOf(node: ts.Expression): readonly ts.Expression[] | undefined {
  const value = bare(node);
  if (ts.isArrayLiteralExpression(value)) return value.elements;
  const [first] = ts.isCallExpression(value) ? value.arguments : [];
  const isAll = ts.isCallExpression(value) && /^Promise\.all$/.test(value.expression.getText());
  return isAll && first ? elementsOf(first) : undefined;
}

/** `let sdk; … sdk = await import("x")`: the first value that is assigned to a variable. */
export function lateValue(declaration: ts.VariableDeclaration): ts.Expression | undefined {
  if (!ts.isIdentifier(declaration.name)) return undefined;
  const { text } = declaration.name;
  const assigned = indexOf(declaration.getSourceFile()).assigned.get(text) ?? [];
  return assigned.find(
    ({ left }) => ts.isIdentifier(left) && lookup(left, text, "value") === declaration,
  )?.right;
}
