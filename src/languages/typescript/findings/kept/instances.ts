/** Where objects are made, and whether they are kept. */

import { callSitesOf, sitesIn } from "../../evaluate/sites.js";
import { ts } from "../../source/compiler.js";
import { indexOf } from "../../source/file-index.js";
import {
  type FunctionNode,
  functionAround,
  hasModifier,
  isFunctionNode,
  receiverOf,
  walk,
} from "../../source/nodes.js";
import { tellsAccounts } from "./answers.js";
import { runsOnlyOutside } from "./callers.js";
import { isKept } from "./holders.js";
import { keysIn } from "./keepings.js";
import type { Lifetimes } from "./lifetime.js";

/** How often what holds an object, or returns it, is followed. */
const DEEPEST = 6;

/** Whether an object of a class, or of one that extends it, lives longer than a tool's call. */
export function outlivesCalls(node: ts.ClassLikeDeclaration, lifetimes: Lifetimes): boolean {
  const work = (): boolean => {
    const made = instances(node, lifetimes, new Set());
    // Whose making is not seen is made by a library, for all calls.
    return made.length === 0 || made.some((each) => isHeld(each, lifetimes, 0));
  };
  return lifetimes.evaluator.ask("outlives calls", node, work, false);
}

function instances(
  node: ts.ClassLikeDeclaration,
  lifetimes: Lifetimes,
  seen: Set<ts.Node>,
): readonly ts.Node[] {
  if (seen.has(node)) return [];
  seen.add(node);
  const made = sitesIn(lifetimes.evaluator, node).map((site) => site.node);
  const name = node.name?.text;
  const below = name
    ? lifetimes.carriers.sources.flatMap((source) => indexOf(source).extending.get(name) ?? [])
    : [];
  return [...made, ...below.flatMap((each) => instances(each, lifetimes, seen))];
}

/** Whether what an expression gives is kept: made at start, put where it stays, or returned to who does so. */
export function isHeld(node: ts.Node, lifetimes: Lifetimes, depth: number): boolean {
  const owner = functionAround(node);
  if (!owner || runsOnlyOutside(owner, lifetimes)) return !isOfEachObject(node, lifetimes);
  if (depth > DEEPEST) return false;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return isHeldByName(parent, owner, lifetimes, depth);
  if (ts.isBinaryExpression(parent) && isAssignment(parent))
    return parent.right === node && isPutAside(parent.left, lifetimes);
  if (ts.isReturnStatement(parent) || parent === owner)
    return isHeldByCallers(owner, lifetimes, depth);
  if (ts.isCallExpression(parent)) return isHeldByCall(parent, node, lifetimes);
  if (ts.isExpressionStatement(parent) || ts.isPropertyAccessExpression(parent)) return false;
  return parent.kind !== ts.SyntaxKind.Block && isHeld(parent, lifetimes, depth);
}

/** A field of an object lasts as long as that. */
function isOfEachObject(node: ts.Node, lifetimes: Lifetimes): boolean {
  const field = ts.findAncestor(node, ts.isPropertyDeclaration);
  if (!field || functionAround(node) !== functionAround(field)) return false;
  if (hasModifier(field, ts.SyntaxKind.StaticKeyword)) return false;
  return !outlivesCalls(field.parent, lifetimes);
}

function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Whether something is kept there for all accounts alike. */
function isPutAside(left: ts.Expression, lifetimes: Lifetimes): boolean {
  return !keysIn(left).some((key) => tellsAccounts(key, lifetimes)) && isKept(left, lifetimes);
}

/** A local name for it: whether one of its uses puts it aside. */
function isHeldByName(
  { name }: ts.VariableDeclaration,
  owner: ts.Node,
  lifetimes: Lifetimes,
  depth: number,
): boolean {
  if (!ts.isIdentifier(name)) return false;
  const uses: ts.Node[] = [];
  walk(owner, (node) => {
    if (ts.isIdentifier(node) && node.text === name.text) uses.push(node);
  });
  return uses.some(
    (use) => !ts.isVariableDeclaration(use.parent) && isHeld(use, lifetimes, depth + 1),
  );
}

function isHeldByCallers(owner: ts.Node, lifetimes: Lifetimes, depth: number): boolean {
  if (!isFunctionNode(owner)) return false;
  if (ts.isCallExpression(owner.parent)) return isHeld(owner.parent, lifetimes, depth + 1);
  // A factory that something else calls.
  if (ts.isPropertyAssignment(owner.parent)) return true;
  return callSites(owner, lifetimes).some((call) => isHeld(call, lifetimes, depth + 1));
}

function callSites(owner: FunctionNode, { evaluator }: Lifetimes): ts.Node[] {
  return callSitesOf(evaluator, owner).map(({ node }) => node);
}

/** `kept.set(key, object)`. */
function isHeldByCall(call: ts.CallExpression, node: ts.Node, lifetimes: Lifetimes): boolean {
  const receiver = receiverOf(call);
  if (!receiver || call.expression === node) return false;
  const isApart = [...call.arguments, ...keysIn(receiver)].some(
    (key) => key !== node && tellsAccounts(key, lifetimes),
  );
  return !isApart && isKept(receiver, lifetimes);
}
