/** Every place in which something may be kept, told by its syntax alone. */

import { ts } from "../../source/compiler.js";
import { bare, functionAround, hasModifier, isFunctionNode, walk } from "../../source/nodes.js";

/** A value and where it is put. */
export interface Keeping {
  /** The whole of it, to be shown. */
  readonly node: ts.Node;
  /** What holds it: an expression, or the variable or field that is declared there. */
  readonly holder: ts.Expression | ts.VariableDeclaration | ts.PropertyDeclaration;
  readonly value: ts.Expression;
  /** By which it is found again; none where there is one for all calls. */
  readonly keys: readonly ts.Expression[];
  /** Whether it is put there as the server starts. */
  readonly isAtStart: boolean;
}

/** Methods that put something into their object: by a key that comes first, or by none. */
const byKey = new Set(["set", "put", "store", "save", "setItem", "setex", "setEx"]);
const withoutKey = new Set(["add", "push", "unshift", "append", "enqueue", "concat", "fill"]);
/** Those that are given keys and values together. */
const together = new Set(["mset", "msetnx", "setMany"]);
/** Methods that ask a function for what they lack, and keep its answer by a key. */
const asking =
  /^(?:wrap|define|remember|memo|getOr[A-Z]\w*|fetchOr[A-Z]\w*|computeIfAbsent|setIfAbsent)$/;

/** The keepings at a node: assignments, declarations that last, and calls of methods that put something aside. */
export function keepingsAt(node: ts.Node): readonly Keeping[] {
  if (ts.isBinaryExpression(node)) return assigned(node);
  if (ts.isCallExpression(node)) return added(node);
  return ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) ? declared(node) : [];
}

function assigned(node: ts.BinaryExpression): Keeping[] {
  const { kind } = node.operatorToken;
  if (kind < ts.SyntaxKind.FirstAssignment || kind > ts.SyntaxKind.LastAssignment) return [];
  const value = node.right;
  if (!mayAsk(value)) return [];
  const isAtStart = functionAround(node) === undefined;
  return targetsOf(node.left).map((holder) => ({
    node,
    holder,
    value,
    keys: keysIn(holder),
    isAtStart,
  }));
}

/** What is assigned to: `a`, `this.a`, each of `({ a: this.a, b } = …)`. */
function targetsOf(left: ts.Expression): ts.Expression[] {
  const target = bare(left);
  if (ts.isArrayLiteralExpression(target)) return target.elements.flatMap(targetsOf);
  if (!ts.isObjectLiteralExpression(target)) return [target];
  return target.properties.flatMap((property) => {
    if (ts.isShorthandPropertyAssignment(property)) return [property.name];
    return ts.isPropertyAssignment(property) ? targetsOf(property.initializer) : [];
  });
}

/** Not a literal, which comes from nowhere. */
function mayAsk(value: ts.Expression): boolean {
  const inner = bare(value);
  return !(ts.isLiteralExpression(inner) || inner.kind === ts.SyntaxKind.NullKeyword);
}

function added(call: ts.CallExpression): Keeping[] {
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const { name, expression: object } = callee;
  const isAtStart = functionAround(call) === undefined;
  const [first, second] = call.arguments;
  const last = call.arguments.at(-1);
  const isAssign = name.text === "assign" && object.getText() === "Object";
  if (isAssign && first && last && first !== last) {
    return [{ node: call, holder: first, value: last, keys: keysIn(first), isAtStart }];
  }
  const own = { node: call, holder: object, isAtStart };
  if (byKey.has(name.text) && first && second && !isFunctionNode(bare(second)))
    return [{ ...own, value: second, keys: [first, ...keysIn(object)] }];
  if (asking.test(name.text) && first && last && first !== last)
    return [{ ...own, value: last, keys: [first, ...keysIn(object)] }];
  if (together.has(name.text) && first)
    return [{ ...own, value: first, keys: [first, ...keysIn(object)] }];
  return withoutKey.has(name.text) && last ? [{ ...own, value: last, keys: keysIn(object) }] : [];
}

/** What the server asks while it starts, or what each object asks when it is made. */
function declared(node: ts.VariableDeclaration | ts.PropertyDeclaration): Keeping[] {
  const { initializer: value } = node;
  if (!value || !mayAsk(value)) return [];
  const owner = functionAround(node);
  const isStatic = ts.isPropertyDeclaration(node) && hasModifier(node, ts.SyntaxKind.StaticKeyword);
  const isAtStart = isStatic || (ts.isVariableDeclaration(node) && owner === undefined);
  return isAtStart || ts.isPropertyDeclaration(node) || isUsedInside(node)
    ? [{ node, holder: node, value, keys: [], isAtStart }]
    : [];
}

/** Whether a function that stands beside a variable uses it, and so may when its own function has ended. */
function isUsedInside({ name, parent }: ts.VariableDeclaration): boolean {
  const block = parent.parent.parent;
  if (!ts.isIdentifier(name)) return false;
  let isUsed = false;
  walk(block, (node) => {
    if (isUsed) return false;
    if (ts.isIdentifier(node) && node.text === name.text && node !== name)
      isUsed = functionAround(node) !== functionAround(name);
    return !isUsed;
  });
  return isUsed;
}

/** The keys by which a value is put where it is kept: `a[key][other]`, `a.get(key).b`. */
export function keysIn(node: ts.Expression): readonly ts.Expression[] {
  const inner = bare(node);
  if (ts.isElementAccessExpression(inner))
    return [inner.argumentExpression, ...keysIn(inner.expression)];
  if (ts.isPropertyAccessExpression(inner)) return keysIn(inner.expression);
  return ts.isCallExpression(inner) ? [...inner.arguments, ...keysIn(inner.expression)] : [];
}
