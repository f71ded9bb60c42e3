/** Where a value comes from: followed back through names, calls, callbacks and what callers pass. */

import { plainMethods } from "../../evaluate/outside.js";
import { callSitesOf } from "../../evaluate/sites.js";
import { ts } from "../../source/compiler.js";
import { indexOf } from "../../source/file-index.js";
import {
  bare,
  calledName,
  type FunctionNode,
  functionAround,
  isFunctionNode,
  memberName,
  nameOf,
  receiverOf,
  walk,
} from "../../source/nodes.js";
import { type Declared, lookup, rootOf } from "../../source/scope.js";
import type { Context } from "../report.js";

/** How many expressions are followed for one value. */
const MOST = 400;

/** What is looked for among what is called and made on the way. */
export interface Wanted {
  /** Whether this is it. */
  isWanted(node: ts.Node, context: Context): boolean;
  /** Whether what is given to it does not come out of it. */
  isEnd(node: ts.Node, context: Context): boolean;
  /** Whether what a caller passes does not count, by what it passes beside it. */
  isApart(beside: readonly ts.Expression[], context: Context): boolean;
}

/** An expression on the way back. */
interface Step {
  readonly node: ts.Node;
  /** Whether callers decide what the parameters of its function are. */
  readonly goesUp: boolean;
  /** Whether it is a function that is called, so that what it returns is meant. */
  readonly isCalled?: boolean;
}

/** Whether what is wanted is called on the way to a value; `except` are parameters that do not count. */
export function leadsTo(
  context: Context,
  wanted: Wanted,
  from: ts.Node,
  goesUp: boolean,
  except: ReadonlySet<ts.Node> = new Set(),
): boolean {
  const steps: Step[] = [{ node: from, goesUp, isCalled: isFunctionNode(bareNode(from)) }];
  const seen = { values: new Set<ts.Node>([from]), called: new Set<ts.Node>() };
  for (const step of steps) {
    const next = look(context, wanted, step);
    if (next === "found") return true;
    for (const each of next) {
      const known = each.isCalled ? seen.called : seen.values;
      if (known.has(each.node) || except.has(each.node) || steps.length >= MOST) continue;
      known.add(each.node);
      steps.push(each);
    }
  }
  return false;
}

function bareNode(node: ts.Node): ts.Node {
  return ts.isExpression(node) ? bare(node) : node;
}

function look(context: Context, wanted: Wanted, step: Step): Step[] | "found" {
  const { node: from, goesUp, isCalled } = step;
  if (ts.isParameter(from)) return goesUp ? passedFor(context, wanted, from, isCalled) : [];
  if (isCalled) return returnedBy(context, from, goesUp);
  if (isFunctionNode(bareNode(from))) return [];
  let isFound = false;
  const next: Step[] = [];
  walk(from, (node) => {
    if (isFound || ts.isTypeNode(node)) return false;
    if (isFunctionNode(node)) {
      if (isCallback(node)) next.push({ node, goesUp, isCalled: true });
      return false;
    }
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      isFound = wanted.isWanted(node, context);
      if (isFound || wanted.isEnd(node, context)) return false;
      next.push(...inside(context, node, goesUp));
    }
    next.push(...behind(node, goesUp));
    return true;
  });
  return isFound ? "found" : next;
}

/** What a function of the server's own returns: its parameters stand among the arguments of the call already. */
function inside(
  context: Context,
  node: ts.CallExpression | ts.NewExpression,
  goesUp: boolean,
): Step[] {
  if (ts.isNewExpression(node)) return settledBy(node).map((each) => ({ node: each, goesUp }));
  const callee = bare(node.expression);
  const declared = ts.isIdentifier(callee) ? lookup(callee, callee.text, "value") : undefined;
  // A function that is handed in is that of each caller.
  if (declared && ts.isParameter(declared)) return [{ node: declared, goesUp, isCalled: true }];
  return functionsOf(context, node.expression).map((each) => ({
    node: each,
    goesUp: false,
    isCalled: true,
  }));
}

function returnedBy(context: Context, node: ts.Node, goesUp: boolean): Step[] {
  const functions = isFunctionNode(node)
    ? [node]
    : ts.isExpression(node)
      ? functionsOf(context, node)
      : [];
  return functions.flatMap(resultsOf).map((each) => ({ node: each, goesUp }));
}

/** The functions of the server's own that an expression may be. */
export function functionsOf(
  { evaluator }: Pick<Context, "evaluator">,
  node: ts.Expression,
): FunctionNode[] {
  const value = bare(node);
  if (isFunctionNode(value)) return [value];
  if (!mayBeOwn(value)) return [];
  return evaluator.evaluate(value).flatMap((each) => (each.kind === "function" ? [each.node] : []));
}

/** Not a method of texts and lists, not what sends a command, and nothing of a global. */
export function mayBeOwn(callee: ts.Expression): boolean {
  const name = memberName(callee);
  if (name !== undefined && (plainMethods.has(name) || name === "send")) return false;
  let root = callee;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root))
    root = bare(root.expression);
  if (ts.isIdentifier(root)) return lookup(root, root.text, "value") !== undefined;
  return (
    root.kind === ts.SyntaxKind.ThisKeyword || ts.isCallExpression(root) || ts.isNewExpression(root)
  );
}

/** What a function returns. */
export function resultsOf(fn: FunctionNode): ts.Expression[] {
  const { body } = fn;
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const results: ts.Expression[] = [];
  walk(body, (node) => {
    if (ts.isFunctionLike(node)) return false;
    const isResult = ts.isReturnStatement(node) || ts.isYieldExpression(node);
    if (isResult && node.expression) results.push(node.expression);
    return true;
  });
  return results;
}

/** Calls that give a function again, instead of what the one that is handed to them returns. */
const wrapping =
  /^(?:with[A-Z]\w*|wrap\w*|\w*[mM]emo\w*|debounce|throttle|once|bind\w*|make\w*|create\w*|define\w*|on|tool|register\w*)$/;
const running = /^(?:then|catch|finally|map|flatMap|filter|find|reduce|from|all|allSettled|run)$/;

/** Whether a function is handed to a call, of whose result its own is a part. */
function isCallback({ parent }: FunctionNode): boolean {
  if (ts.isParenthesizedExpression(parent)) return true;
  if (!ts.isCallExpression(parent)) return false;
  const name = calledName(parent) ?? "";
  if (running.test(name) || ts.isAwaitExpression(parent.parent)) return true;
  return functionAround(parent) !== undefined && !wrapping.test(name);
}

/** What a promise is settled with by the first parameter of its executor. */
function settledBy(node: ts.NewExpression): readonly ts.Expression[] {
  const executor = node.arguments?.[0];
  if (node.expression.getText() !== "Promise" || !executor || !isFunctionNode(executor)) return [];
  const settle = executor.parameters[0]?.name.getText();
  const given: ts.Expression[] = [];
  walk(executor, (each) => {
    if (ts.isCallExpression(each) && each.expression.getText() === settle)
      given.push(...each.arguments);
  });
  return given;
}

/** What a name of a function's own, or a field, was given; what a module holds is looked at where it is put there. */
function behind(node: ts.Node, goesUp: boolean): Step[] {
  if (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword)
    return givenToField(node).map((each) => ({ node: each, goesUp: false }));
  if (!ts.isIdentifier(node) || isPropertyName(node)) return [];
  const declared = lookup(node, node.text, "value");
  if (!declared || !functionAround(declared)) return [];
  return sourcesOf(declared).map((each) => ({ node: each, goesUp }));
}

function sourcesOf(declared: Declared): readonly ts.Node[] {
  const root = rootOf(declared);
  if (ts.isParameter(root)) return [root, ...givenLater(declared)];
  if (!ts.isVariableDeclaration(root)) return [];
  const loop = root.parent.parent;
  const first = ts.isForOfStatement(loop) ? loop.expression : root.initializer;
  return first ? [first, ...givenLater(declared)] : givenLater(declared);
}

/** `name = value`, `name.a = value`, `name[a] = value` and `name.method(value)`. */
function givenLater(declared: Declared): readonly ts.Node[] {
  const name = "name" in declared && declared.name && nameOf(declared.name as ts.BindingName);
  const owner = functionAround(declared);
  if (!name || !owner) return [];
  const given: ts.Node[] = [];
  walk(owner, (node) => {
    if (ts.isBinaryExpression(node) && isAssignment(node) && rootName(node.left) === name)
      given.push(node.right);
    if (!ts.isCallExpression(node)) return;
    const receiver = receiverOf(node);
    if (receiver && ts.isExpressionStatement(node.parent) && rootName(receiver) === name)
      given.push(...node.arguments);
  });
  return given.filter((each) => !isFunctionNode(each));
}

function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function rootName(node: ts.Expression): string | undefined {
  let root = bare(node);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root))
    root = bare(root.expression);
  return ts.isIdentifier(root) ? root.text : undefined;
}

/** What is assigned to a field of an object, anywhere in its file. */
function givenToField(node: ts.PropertyAccessExpression): readonly ts.Node[] {
  const assignments = indexOf(node.getSourceFile()).assigned.get(node.name.text) ?? [];
  return assignments.flatMap(({ left, right }) =>
    bare(left).getText() === node.getText() ? [right] : [],
  );
}

/** What a parameter is given: by the calls of its function, or by what its function is handed to. */
function passedFor(
  context: Context,
  wanted: Wanted,
  parameter: ts.ParameterDeclaration,
  isCalled = false,
): Step[] {
  const fn = parameter.parent;
  if (!isFunctionNode(fn)) return [];
  if (!isCalled && ts.isCallExpression(fn.parent) && fn.parent.expression !== fn) {
    const call = fn.parent;
    const beside = [receiverOf(call), ...call.arguments].filter((each) => each && each !== fn);
    return beside.flatMap((node) => (node ? [{ node, goesUp: true }] : []));
  }
  const index = fn.parameters.indexOf(parameter);
  return callSitesOf(context.evaluator, fn).flatMap(({ node }) => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
    const argument = node.arguments?.[index];
    const beside = (node.arguments ?? []).filter((each) => each !== argument);
    return argument && !wanted.isApart(beside, context)
      ? [{ node: argument, goesUp: true, isCalled }]
      : [];
  });
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}
