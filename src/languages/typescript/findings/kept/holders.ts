/** Whether what is assigned to, or added to, is still there in the next call. */

import { callSitesOf } from "../../evaluate/sites.js";
import { ts } from "../../source/compiler.js";
import {
  bare,
  functionAround,
  hasModifier,
  isFunctionNode,
  memberName,
} from "../../source/nodes.js";
import { type Declared, lookup, rootOf } from "../../source/scope.js";
import { runsOutside } from "./callers.js";
import { functionsOf, resultsOf } from "./flow.js";
import type { Keeping } from "./keepings.js";
import type { Lifetimes } from "./lifetime.js";

/** How many names, calls and members lead from one to another. */
const DEEPEST = 6;

/** Whether the holder of a keeping outlives the call that puts something there. */
export function outlives({ holder, isAtStart }: Keeping, lifetimes: Lifetimes): boolean {
  if (isAtStart) return true;
  if (ts.isPropertyDeclaration(holder)) return lifetimes.outlives(holder.parent);
  if (!ts.isVariableDeclaration(holder)) return isKept(holder, lifetimes);
  // Asked for while tools are registered, and used by them.
  const owner = functionAround(holder);
  return owner !== undefined && runsOutside(owner, lifetimes);
}

/** Whether an expression stands for something that lives longer than a call. */
export function isKept(node: ts.Expression, lifetimes: Lifetimes, depth = 0): boolean {
  const value = bare(node);
  if (depth > DEEPEST) return false;
  if (ts.isIdentifier(value)) return isKeptName(value, lifetimes, depth);
  if (value.kind === ts.SyntaxKind.ThisKeyword) return isKeptObject(value, lifetimes);
  if (ts.isPropertyAccessExpression(value) || ts.isElementAccessExpression(value))
    return isKept(value.expression, lifetimes, depth + 1);
  if (ts.isBinaryExpression(value))
    return [value.left, value.right].some((each) => isKept(each, lifetimes, depth + 1));
  return ts.isCallExpression(value) && isKeptResult(value, lifetimes, depth);
}

const globals = /^(?:globalThis|global|process|module|exports)$/;

function isKeptName(node: ts.Identifier, lifetimes: Lifetimes, depth: number): boolean {
  const declared = lookup(node, node.text, "value");
  if (!declared) return globals.test(node.text);
  if (isPackage(declared, lifetimes)) return false;
  const owner = functionAround(declared);
  if (!owner) return true;
  const user = ts.findAncestor(node, ts.isFunctionLike);
  // The name of a function around this one, which runs once for many calls.
  if (owner !== user && runsOutside(owner, lifetimes)) return true;
  return isAliasOfKept(declared, owner, lifetimes, depth);
}

/** What is imported from outside, which keeps nothing of the server's. */
function isPackage(declared: Declared, { project }: Lifetimes): boolean {
  const statement = ts.findAncestor(declared, ts.isImportDeclaration);
  if (!statement || !ts.isStringLiteral(statement.moduleSpecifier)) return false;
  const { fileName } = declared.getSourceFile();
  return project.resolveImport(fileName, statement.moduleSpecifier.text) === undefined;
}

/** A local name for something that is kept, or a parameter that is given it. */
function isAliasOfKept(
  declared: Declared,
  owner: ts.Node,
  lifetimes: Lifetimes,
  depth: number,
): boolean {
  const root = rootOf(declared);
  if (ts.isVariableDeclaration(root))
    return root.initializer !== undefined && isKept(root.initializer, lifetimes, depth + 1);
  if (!ts.isParameter(root) || !isFunctionNode(owner)) return false;
  const index = owner.parameters.indexOf(root);
  return callSitesOf(lifetimes.evaluator, owner).some(({ node }) => {
    const passed =
      ts.isCallExpression(node) || ts.isNewExpression(node) ? node.arguments?.[index] : undefined;
    return passed !== undefined && isKept(passed, lifetimes, depth + 1);
  });
}

/** `this`: a class itself, an object of one, or a literal with methods. */
function isKeptObject(node: ts.Node, lifetimes: Lifetimes): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isClassElement(at) && hasModifier(at, ts.SyntaxKind.StaticKeyword)) return true;
    if (ts.isClassLike(at)) return lifetimes.outlives(at);
    if (ts.isObjectLiteralExpression(at) && at.properties.some(ts.isMethodDeclaration))
      return lifetimes.isHeld(at);
  }
  return false;
}

/** What `get` gives of something kept, and what a function returns that is kept. */
function isKeptResult(call: ts.CallExpression, lifetimes: Lifetimes, depth: number): boolean {
  const callee = bare(call.expression);
  const name = memberName(callee);
  if (
    ts.isPropertyAccessExpression(callee) &&
    /^(?:get|at|find|values|entries)$/.test(name ?? "")
  ) {
    return isKept(callee.expression, lifetimes, depth + 1);
  }
  return functionsOf(lifetimes, callee)
    .flatMap(resultsOf)
    .some((result) => isKept(result, lifetimes, depth + 1));
}
