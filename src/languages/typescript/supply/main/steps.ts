/** What the steps on the way to a start do, each told by its own syntax. */

import { linesOf, wordsOf } from "../../forms/library-queries.js";
import { ts } from "../../source/compiler.js";
import { calledName, type FunctionNode, receiverOf } from "../../source/nodes.js";
import type { Moment } from "./world.js";

export function ends(node: ts.Node | undefined): boolean {
  return /\bprocess\.exit\(|\bthrow\b/.test(node?.getText() ?? "");
}

export function shownFrame(fn: FunctionNode, { frame }: Moment): string {
  return fn.parameters.map((each) => shown(frame.get(each))).join();
}

function shown(value: unknown): string {
  return typeof value === "object" ? "object" : String(value);
}

export function isOfTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  return ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly === true : node.isTypeOnly;
}

export function isShort(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

export function leaves(node: ts.Statement): boolean {
  if (ts.isBlock(node)) return node.statements.some(leaves);
  return ts.isBreakStatement(node) || ts.isReturnStatement(node) || ts.isThrowStatement(node);
}

export function isLoading({ expression }: ts.CallExpression): boolean {
  const isRequire = ts.isIdentifier(expression) && expression.text === "require";
  return isRequire || expression.kind === ts.SyntaxKind.ImportKeyword;
}

export function isExit(node: ts.CallExpression | ts.NewExpression): boolean {
  if (!ts.isCallExpression(node)) return false;
  const receiver = receiverOf(node);
  return calledName(node) === "exit" && receiver?.getText() === "process";
}

/** Methods whose functions are called when something happens, not on the way to a start. */
export const later = new Set([
  ..."catch on once off addListener addEventListener use get post put patch delete all route".split(
    " ",
  ),
  ...wordsOf(linesOf("method")),
  ..."addHook setErrorHandler setInterval option hook".split(" "),
]);

/** Methods and functions that call what they are given, in any case. */
export const atOnce = new Set(["then", "finally", "action", "forEach", "setImmediate", "nextTick"]);
