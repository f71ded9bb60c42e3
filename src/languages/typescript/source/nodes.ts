/** Small questions about nodes that every part of the scan asks. */

import { ts } from "./compiler.js";

/** The expression itself: parentheses, `as`, `satisfies`, `!` and `await` taken off. */
export function bare(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isTypeAssertionExpression(inner) ||
    ts.isAwaitExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

/** The name of a property, where it is written down. */
export function nameOf(name: ts.PropertyName | ts.BindingName | undefined): string | undefined {
  if (!name) return undefined;
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return name.text;
  if (ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) {
    return name.expression.text;
  }
  return undefined;
}

/** The last name of what is called: `c` of `a.b.c()`, `c` of `a["c"]()`. */
export function calledName(call: ts.CallExpression | ts.NewExpression): string | undefined {
  const callee = bare(call.expression);
  if (ts.isIdentifier(callee)) return callee.text;
  return memberName(callee);
}

/** The name of the member that is accessed: `c` of `a.b.c` and of `a["c"]`. */
export function memberName(node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isElementAccessExpression(node) ? literalText(node.argumentExpression) : undefined;
}

/** What a method is called on: `a.b` of `a.b.c()`. */
export function receiverOf(call: ts.CallExpression): ts.Expression | undefined {
  const callee = bare(call.expression);
  return ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)
    ? callee.expression
    : undefined;
}

/** The text of a string literal or of a template without substitutions. */
export function literalText(node: ts.Expression | undefined): string | undefined {
  const inner = node && bare(node);
  return inner && ts.isStringLiteralLike(inner) ? inner.text : undefined;
}

export type FunctionNode =
  | ts.ArrowFunction
  | ts.FunctionExpression
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

export function isFunctionNode(node: ts.Node): node is FunctionNode {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node)
  );
}

/** The function that a node stands in, whatever its kind. */
export function functionAround(node: ts.Node): ts.SignatureDeclaration | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}

/** Whether a declaration carries a modifier such as `export` or `abstract`. */
export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some((each) => each.kind === kind) ?? false)
  );
}

/** The property of an object literal with this name, however it is written. */
export function propertyOf(
  literal: ts.ObjectLiteralExpression,
  name: string,
): ts.ObjectLiteralElementLike | undefined {
  return literal.properties.findLast((property) => nameOf(property.name) === name);
}

/** What matches where one of these names stands as a whole word. */
export function wordsPattern(names: readonly string[]): RegExp {
  const any = names.map((name) => name.replaceAll(/\W/g, "\\$&")).join("|");
  return new RegExp(`(?<![\\w$])(?:${any})(?![\\w$])`);
}

/** Visits a node and everything below it; a visitor that answers false is not taken further down. */
export function walk(node: ts.Node, visit: (node: ts.Node) => unknown): void {
  if (visit(node) === false) return;
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The nearest node above that satisfies the test. */
export function above<T extends ts.Node>(
  node: ts.Node,
  test: (node: ts.Node) => node is T,
): T | undefined {
  let at: ts.Node | undefined = node.parent;
  while (at && !test(at)) at = at.parent;
  return at as T | undefined;
}
