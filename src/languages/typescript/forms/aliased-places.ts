/** Where a value goes that stands in a place, and by which names it may be called from there. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { ts } from "../source/compiler.js";
import { bare, calledName, memberName, nameOf, receiverOf } from "../source/nodes.js";

/** `server.tool.bind(server)` as a whole, brackets and casts included. */
export function withBind(member: ts.Expression): ts.Expression {
  const whole = outside(member);
  const access = whole.parent;
  const call = access?.parent;
  const isBound =
    ts.isPropertyAccessExpression(access) &&
    access.name.text === "bind" &&
    call !== undefined &&
    ts.isCallExpression(call) &&
    call.expression === access;
  return isBound ? outside(call) : whole;
}

/** What an expression is written in without becoming another: brackets, casts, the branches of a choice. */
function outside(node: ts.Expression): ts.Expression {
  const { parent } = node;
  if (!ts.isExpression(parent)) return node;
  const isBranch =
    (ts.isConditionalExpression(parent) && parent.condition !== node) ||
    (ts.isBinaryExpression(parent) && isChoice(parent.operatorToken.kind));
  return bare(parent) === bare(node) || isBranch ? outside(parent) : node;
}

function isChoice(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

/**
 * The names under which what stands in this place may be called; none where it goes where it can't be
 * followed. Undefined where it goes nowhere at all: compared, called, asked for its type.
 */
export function namesFor(evaluator: Evaluator, node: ts.Expression): readonly string[] | undefined {
  const { parent } = node;
  if (
    ts.isVariableDeclaration(parent) ||
    ts.isBindingElement(parent) ||
    ts.isParameter(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent)
  ) {
    return [nameOf(parent.name) ?? []].flat();
  }
  if (ts.isBinaryExpression(parent) && parent.right === node) return assignedName(parent);
  if (ts.isCallExpression(parent) && parent.expression !== node) {
    return parameterNames(evaluator, parent, node);
  }
  const isGivenAway =
    ts.isReturnStatement(parent) ||
    ts.isExportAssignment(parent) ||
    ts.isArrowFunction(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    (ts.isNewExpression(parent) && parent.expression !== node);
  return isGivenAway ? [] : undefined;
}

function assignedName({ operatorToken, left }: ts.BinaryExpression): string[] | undefined {
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const target = bare(left);
  return [(ts.isIdentifier(target) ? target.text : memberName(target)) ?? []].flat();
}

function parameterNames(
  evaluator: Evaluator,
  call: ts.CallExpression,
  node: ts.Expression,
): string[] | undefined {
  const callee = calledName(call) ?? "";
  const owner = receiverOf(call);
  // What is called or bound here is found as a call; a spy of a test calls nothing.
  if (callee === "apply" || callee === "bind" || callee === "call") return undefined;
  if (owner && bare(owner).getText() === "console") return undefined;
  const at = call.arguments.indexOf(node);
  return evaluator.evaluate(call.expression).flatMap((value) => {
    const parameter = value.kind === "function" ? value.node.parameters[at] : undefined;
    return parameter ? (nameOf(parameter.name as ts.BindingName) ?? []) : [];
  });
}
