/** What operators make of values that are known, or of one of them. */

import { ts } from "../../source/compiler.js";
import type { Reader } from "./reader.js";
import { areSame, isThing, type Known, type Moment, truthOf, unknown } from "./world.js";

export function binary(
  reader: Reader,
  { left, right, operatorToken }: ts.BinaryExpression,
  moment: Moment,
): Known {
  const first = reader.valueOf(left, moment);
  const kind = operatorToken.kind;
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return and(reader, first, right, moment);
  if (kind === ts.SyntaxKind.BarBarToken) return or(reader, truthOf(first), first, right, moment);
  if (kind === ts.SyntaxKind.QuestionQuestionToken) {
    const isThere = first === unknown ? undefined : first !== undefined && first !== null;
    return or(reader, isThere, first, right, moment);
  }
  const second = reader.valueOf(right, moment);
  if (kind === ts.SyntaxKind.PlusToken) return sum(first, second);
  return compared(kind, first, second);
}

function and(reader: Reader, first: Known, right: ts.Expression, moment: Moment): Known {
  const truth = truthOf(first);
  if (truth === false) return first;
  const second = reader.valueOf(right, moment);
  if (truth === true) return second;
  return truthOf(second) === false ? false : unknown;
}

function or(
  reader: Reader,
  holds: boolean | undefined,
  first: Known,
  right: ts.Expression,
  moment: Moment,
): Known {
  if (holds === true) return first;
  const second = reader.valueOf(right, moment);
  if (holds === false) return second;
  return second === true ? true : unknown;
}

export function not(
  reader: Reader,
  { operator, operand }: ts.PrefixUnaryExpression,
  moment: Moment,
): Known {
  if (operator !== ts.SyntaxKind.ExclamationToken) {
    const value = reader.valueOf(operand, moment);
    return operator === ts.SyntaxKind.PlusToken && typeof value === "string"
      ? Number(value)
      : unknown;
  }
  const truth = truthOf(reader.valueOf(operand, moment));
  return truth === undefined ? unknown : !truth;
}

export function chosen(reader: Reader, node: ts.ConditionalExpression, moment: Moment): Known {
  const truth = truthOf(reader.valueOf(node.condition, moment));
  if (truth === undefined) return unknown;
  return reader.valueOf(truth ? node.whenTrue : node.whenFalse, moment);
}

export function template(
  reader: Reader,
  { head, templateSpans }: ts.TemplateExpression,
  moment: Moment,
): Known {
  return templateSpans.reduce<Known>(
    (text, { expression, literal }) =>
      sum(sum(text, reader.valueOf(expression, moment)), literal.text),
    head.text,
  );
}

export function list(
  reader: Reader,
  { elements }: ts.ArrayLiteralExpression,
  moment: Moment,
): Known {
  const items = elements.map((each): Known => {
    if (!ts.isSpreadElement(each)) return [reader.valueOf(each, moment)];
    return reader.valueOf(each.expression, moment);
  });
  return items.every(Array.isArray) ? items.flat() : unknown;
}

function sum(a: Known, b: Known): Known {
  if (a === unknown || b === unknown || isThing(a) || isThing(b)) return unknown;
  return typeof a === "number" && typeof b === "number" ? a + b : `${String(a)}${String(b)}`;
}

const equal = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);
const loose = new Set([ts.SyntaxKind.EqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsToken]);
const negative = new Set([
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

function compared(kind: ts.SyntaxKind, a: Known, b: Known): Known {
  if (!equal.has(kind)) return ordered(kind, a, b);
  const areBothNothing = a !== unknown && b !== unknown && (a ?? b ?? undefined) === undefined;
  const same = loose.has(kind) && areBothNothing ? true : areSame(a, b);
  return same === undefined ? unknown : same !== negative.has(kind);
}

function ordered(kind: ts.SyntaxKind, a: Known, b: Known): Known {
  if (typeof a !== "number" || typeof b !== "number") return unknown;
  switch (kind) {
    case ts.SyntaxKind.LessThanToken:
      return a < b;
    case ts.SyntaxKind.LessThanEqualsToken:
      return a <= b;
    case ts.SyntaxKind.GreaterThanToken:
      return a > b;
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return a >= b;
    default:
      return unknown;
  }
}
