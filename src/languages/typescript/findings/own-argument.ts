/** Arguments of a tool's own that choose an account: those that were there before `target_account_id`. */

import { type OwnArgument as Chosen, ownAccountName } from "../../own-account.js";
import { isMemberName } from "../evaluate/reach.js";
import { callSitesOf } from "../evaluate/sites.js";
import { requiredNames } from "../examples/index.js";
import { ts } from "../source/compiler.js";
import { bare, functionAround, isFunctionNode, memberName, nameOf, walk } from "../source/nodes.js";
import { lookup, rootOf } from "../source/scope.js";
import { functionsOf, resultsOf } from "./kept/flow.js";
import type { Context } from "./report.js";

/** How many calls and names are followed, one behind the other. */
const DEEPEST = 6;
const assuming = /\bAssumeRole\w*Command\b|\bassumeRole\w*\s*\(/;

export interface OwnArgument extends Chosen {
  /** Whether its tool's schema asks for it. */
  readonly isRequired: boolean;
}

/** The argument of a tool that an expression is made of on some path; undefined where there is none. */
export function ownArgument(node: ts.Node, context: Context): OwnArgument | undefined {
  if (context.handlers.size === 0) return undefined;
  const search: Search = { context, isEvery: false, seen: new Set(), isAssumed: false };
  const found = find(node, search, 0);
  return found && { ...found, isAssumed: search.isAssumed };
}

/** The same where it is made of one, that the tool asks for, on every path. */
export function alwaysOwn(node: ts.Node, context: Context): boolean {
  return find(node, { context, isEvery: true, seen: new Set(), isAssumed: false }, 0) !== undefined;
}

interface Search {
  readonly context: Context;
  readonly isEvery: boolean;
  readonly seen: Set<ts.Node>;
  isAssumed: boolean;
}

type Found = Omit<OwnArgument, "isAssumed">;

function find(from: ts.Node, search: Search, depth: number): Found | undefined {
  if (depth > DEEPEST || search.seen.has(from)) return undefined;
  search.seen.add(from);
  search.isAssumed ||= assuming.test(from.getText());
  let found: Found | undefined;
  walk(from, (node) => {
    if (ts.isTypeNode(node) || (node !== from && isFunctionNode(node))) return false;
    found ??= argumentAt(node, search) ?? behind(node, search, depth);
    return !found;
  });
  search.seen.delete(from);
  return found;
}

/** What a name or call stands for: what a variable was given, what callers pass, what a function returns. */
function behind(node: ts.Node, search: Search, depth: number): Found | undefined {
  if (ts.isIdentifier(node) && !isMemberName(node)) return behindName(node, search, depth);
  if (search.isEvery || !ts.isCallExpression(node)) return undefined;
  const results = functionsOf(search.context, node.expression).flatMap((fn) => {
    search.isAssumed ||= assuming.test(fn.getText());
    return resultsOf(fn);
  });
  return first(results, (each) => find(each, search, depth + 1));
}

function behindName(node: ts.Identifier, search: Search, depth: number): Found | undefined {
  const declared = lookup(node, node.text, "value");
  const root = declared && rootOf(declared);
  if (!root) return undefined;
  if (ts.isVariableDeclaration(root))
    return root.initializer && find(root.initializer, search, depth + 1);
  if (!ts.isParameter(root) || search.context.handlers.has(root.parent)) return undefined;
  const passed = passedFor(root, search.context);
  if (!search.isEvery) return first(passed, (each) => each && find(each, search, depth + 1));
  const all = passed.map((each) => each && find(each, search, depth + 1));
  return all.every((each) => each !== undefined) ? all[0] : undefined;
}

/** What the calls of a parameter's function pass for it; undefined where one passes nothing. */
export function passedFor(
  parameter: ts.ParameterDeclaration,
  { evaluator }: Context,
): readonly (ts.Expression | undefined)[] {
  const fn = parameter.parent;
  if (!isFunctionNode(fn)) return [];
  const index = fn.parameters.indexOf(parameter);
  return callSitesOf(evaluator, fn).flatMap(({ node }) =>
    ts.isCallExpression(node) || ts.isNewExpression(node) ? [node.arguments?.[index]] : [],
  );
}

/** `roleArn` or `args.roleArn`, where it is, or is taken out of, what a tool's handler is given. */
function argumentAt(node: ts.Node, { context, isEvery }: Search): Found | undefined {
  const isName = ts.isIdentifier(node) && !isMemberName(node);
  const name = isName ? node.text : ts.isExpression(node) ? memberName(node) : undefined;
  if (name === undefined) return undefined;
  const own = isName ? propertyTaken(node) : name;
  if (!own || !ownAccountName.test(own)) return undefined;
  const handler = handlerBehind(isName ? node : rootName(node), context, 0);
  const tools = handler && context.handlers.get(handler);
  if (!tools) return undefined;
  const all = tools.map((tool) => ({ tool, required: requiredOf(tool.input?.(), context) }));
  const by = all.find(({ required }) => required?.has(own));
  const found = { name: own, tool: (by ?? all[0])?.tool.name ?? "", isRequired: by !== undefined };
  return isEvery && !found.isRequired && !isGuarded(node, own) ? undefined : found;
}

/** Whether it is only come to where the argument is given: `arn ? … : …`, `if (arn) { … }`, `arn && …`. */
function isGuarded(node: ts.Node, name: string): boolean {
  return (
    ts.findAncestor(node, (each) => {
      const { parent } = each;
      if (!parent || ts.isFunctionLike(parent)) return "quit";
      if (ts.isConditionalExpression(parent))
        return parent.whenTrue === each && asksFor(parent.condition, name);
      if (ts.isIfStatement(parent))
        return parent.thenStatement === each && asksFor(parent.expression, name);
      return ts.isBinaryExpression(parent) && isAnd(parent) && parent.right === each
        ? asksFor(parent.left, name)
        : false;
    }) !== undefined
  );
}

function asksFor(condition: ts.Expression, name: string): boolean {
  const value = bare(condition);
  if (ts.isIdentifier(value)) return propertyTaken(value) === name || value.text === name;
  if (!ts.isBinaryExpression(value)) return memberName(value) === name;
  if (isAnd(value)) return asksFor(value.left, name) || asksFor(value.right, name);
  const isNot = /^!==?$/.test(value.operatorToken.getText());
  return (
    isNot && /^(?:undefined|null|"")$/.test(value.right.getText()) && asksFor(value.left, name)
  );
}

function isAnd({ operatorToken }: ts.BinaryExpression): boolean {
  return operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
}

function requiredOf(
  schemas: Parameters<typeof requiredNames>[1] | undefined,
  { evaluator }: Context,
): ReadonlySet<string> | undefined {
  return schemas && requiredNames(evaluator, schemas);
}

/** The property that a name was taken out of an object as. */
function propertyTaken(node: ts.Identifier): string | undefined {
  const declared = lookup(node, node.text, "value");
  if (!declared || !ts.isBindingElement(declared)) return undefined;
  return nameOf(declared.propertyName ?? declared.name);
}

function rootName(node: ts.Node): ts.Node {
  let root = node;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root))
    root = bare(root.expression);
  return root;
}

/** The handler whose arguments a name is, or is taken out of. */
function handlerBehind(node: ts.Node, context: Context, depth: number): ts.Node | undefined {
  const declared = ts.isIdentifier(node) ? lookup(node, node.text, "value") : undefined;
  const root = declared && rootOf(declared);
  if (!root || depth > DEEPEST) return undefined;
  if (ts.isVariableDeclaration(root))
    return functionAround(root) ? inside(root.initializer, context, depth) : undefined;
  if (!ts.isParameter(root)) return undefined;
  if (context.handlers.has(root.parent)) return root.parent;
  return first(passedFor(root, context), (each) => inside(each, context, depth));
}

function inside(node: ts.Node | undefined, context: Context, depth: number): ts.Node | undefined {
  let found: ts.Node | undefined;
  if (node)
    walk(node, (each) => {
      if (!found && ts.isIdentifier(each) && !isMemberName(each))
        found = handlerBehind(each, context, depth + 1);
      return !found && !isFunctionNode(each);
    });
  return found;
}

function first<T, R>(items: readonly T[], get: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = get(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
