/** What runs at start, and what runs in the calls of tools. */

import { callSitesOf } from "../../evaluate/sites.js";
import { libraries } from "../../forms/libraries.js";
import { classesOf, wordsOf } from "../../forms/library-queries.js";
import { toolMethods } from "../../forms/prefilter.js";
import { ts } from "../../source/compiler.js";
import { type FunctionNode, functionAround, isFunctionNode } from "../../source/nodes.js";
import type { Context } from "../report.js";

/** Whether a function also runs outside of every tool's call. */
export function runsOutside(fn: ts.Node, context: Context): boolean {
  if (!isFunctionNode(fn)) return false;
  return context.evaluator.ask("runs outside", fn, () => findOutside(fn, context), false);
}

/** Whether a function runs outside of tools' calls only. */
export function runsOnlyOutside(fn: ts.Node, context: Context): boolean {
  if (!isFunctionNode(fn) || !runsOutside(fn, context)) return false;
  const work = (): boolean =>
    callersOf(fn, context).every((owner) => !owner || runsOnlyOutside(owner, context));
  return context.evaluator.ask("runs only outside", fn, work, true);
}

function findOutside(fn: FunctionNode, context: Context): boolean {
  const callers = callersOf(fn, context);
  if (callers.length === 0) return isEntry(fn);
  return callers.some((owner) => !owner || runsOutside(owner, context));
}

/** The functions that call one; undefined for the module itself. */
function callersOf(fn: FunctionNode, { evaluator }: Context): (ts.Node | undefined)[] {
  const at = runAtOnce(fn);
  const nodes = at ? [at] : callSitesOf(evaluator, fn).map(({ node }) => node);
  return nodes.map(functionAround);
}

const running = /^(?:forEach|map|flatMap|filter|then|catch|finally)$/;

/** The call that runs a function where it is written: its own, or that of a list's or promise's method. */
function runAtOnce(fn: FunctionNode): ts.Node | undefined {
  let node: ts.Node = fn;
  while (ts.isParenthesizedExpression(node.parent)) node = node.parent;
  const call = node.parent;
  if (!ts.isCallExpression(call)) return undefined;
  const callee = call.expression;
  const isRun = ts.isPropertyAccessExpression(callee) && running.test(callee.name.text);
  return callee === node || isRun ? call : undefined;
}

const makers = [...wordsOf(toolMethods), ...libraries.flatMap(classesOf)];
const serves = new RegExp(`\\b(?:${makers.join("|")})\\s*\\(`);

/** What nothing in the server calls and that makes a server is an entry point: for a session, or for all. */
function isEntry(fn: FunctionNode): boolean {
  const { parent } = fn;
  const isNamed = ts.isFunctionDeclaration(fn) || ts.isVariableDeclaration(parent);
  const isExported = ts.isExportAssignment(parent);
  return (isNamed || isExported) && serves.test(fn.getText());
}
