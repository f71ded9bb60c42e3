/** What an expression can depend on of the functions and loops around it, by way of local names too. */

import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import {
  above,
  type FunctionNode,
  isFunctionNode,
  nameOf,
  receiverOf,
  walk,
} from "../source/nodes.js";
import { type Declared, lookup, rootOf } from "../source/scope.js";

export type Loop = ts.ForOfStatement;

export interface Reach {
  /** The parameters and loop variables. */
  readonly bound: ReadonlySet<ts.Node>;
  readonly usesThis: boolean;
  /** Whether it may depend on all that is bound: what is written to a local variable is followed from anywhere. */
  readonly isWhole: boolean;
}

const cache = new WeakMap<ts.Node, Reach>();

/** The reach of an expression or declaration, found out once. */
export function reachOf(node: ts.Node): Reach {
  const known = cache.get(node);
  if (known) return known;
  const reach = findReach(node);
  cache.set(node, reach);
  return reach;
}

function findReach(from: ts.Node): Reach {
  const bound = new Set<ts.Node>();
  const seen = new Set<ts.Node>();
  let usesThis = false;
  let isWhole = false;
  const queue: ts.Node[] = [from];
  for (let next = queue.pop(); next && !isWhole; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    walk(next, (node) => {
      if (isThis(node)) usesThis = true;
      const declared = ts.isIdentifier(node) ? localNamed(node) : undefined;
      if (!declared) return;
      const root = rootOf(declared);
      if (isWritten(declared)) isWhole = true;
      if (ownerOf(root)) bound.add(root);
      queue.push(...madeOf(root));
    });
  }
  return { bound, usesThis, isWhole };
}

function isThis({ kind }: ts.Node): boolean {
  return kind === ts.SyntaxKind.ThisKeyword || kind === ts.SyntaxKind.SuperKeyword;
}

/** What a name means that is declared inside of a function, a loop or a class; undefined for any other. */
function localNamed(node: ts.Identifier): Declared | undefined {
  if (isMemberName(node)) return undefined;
  const declared = lookup(node, node.text, "value");
  return declared && above(declared, isAround) ? declared : undefined;
}

function isAround(node: ts.Node): node is ts.Node {
  return isFunctionNode(node) || ts.isForOfStatement(node) || ts.isClassLike(node);
}

/** What a declaration's value is made of. */
function madeOf(root: ts.Node): ts.Node[] {
  const owner = ownerOf(root);
  return owner && !isFunctionNode(owner) ? [root, owner.expression] : [root];
}

/** The function or loop that gives a parameter or loop variable its value. */
export function ownerOf(root: ts.Node): Loop | FunctionNode | undefined {
  if (ts.isParameter(root)) return isFunctionNode(root.parent) ? root.parent : undefined;
  const statement = ts.isVariableDeclaration(root) ? root.parent.parent : undefined;
  return statement && ts.isForOfStatement(statement) ? statement : undefined;
}

/** Whether something may be assigned to a variable later, or added to what it holds. */
export function isWritten(declared: Declared): boolean {
  if (!ts.isVariableDeclaration(declared) && !ts.isParameter(declared)) return false;
  const name = nameOf(declared.name);
  if (name === undefined) return false;
  const { assigned, filled, calls } = indexOf(declared.getSourceFile());
  const targets = [...(assigned.get(name) ?? []), ...(filled.get(name) ?? [])];
  const adding = adders.flatMap((method) => calls.get(method) ?? []);
  const written = [...targets.map(({ left }) => left), ...adding.map(receiverIn)];
  return written.some((each) => each && means(each, name, declared));
}

/** The methods that add to what a list, a set or a map holds. */
const adders = ["push", "unshift", "add", "set"];

function receiverIn(call: ts.CallExpression | ts.NewExpression): ts.Expression | undefined {
  return ts.isCallExpression(call) ? receiverOf(call) : undefined;
}

/** Whether an expression names a declaration, or something in it. */
function means(expression: ts.Expression, name: string, declared: Declared): boolean {
  let isMeant = false;
  walk(expression, (node) => {
    if (ts.isIdentifier(node) && node.text === name && !isMemberName(node)) {
      isMeant ||= lookup(node, name, "value") === declared;
    }
  });
  return isMeant;
}

export function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}
