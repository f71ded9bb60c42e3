/** Numbers, texts and expressions as they are written in a schema. */

import type { Evaluator } from "../evaluate/evaluator.js";
import type { Env, Value, Values } from "../evaluate/value.js";
import { ts } from "../source/compiler.js";
import { bare } from "../source/nodes.js";

/** A constant of JSON; undefined for what is none. */
export function constantOf(value: Value): string | number | boolean | undefined {
  const number = numberOf(value);
  if (number !== undefined) return number;
  if (value.kind === "text") return value.text;
  if (value.node.kind === ts.SyntaxKind.TrueKeyword) return true;
  return value.node.kind === ts.SyntaxKind.FalseKeyword ? false : undefined;
}

/** A number that is written as one, with its sign. */
export function numberOf(value: Value | undefined): number | undefined {
  return value && ts.isExpression(value.node) ? written(bare(value.node)) : undefined;
}

/** The number that an argument is. */
export function numberGiven(
  evaluator: Evaluator,
  argument: ts.Expression | undefined,
  env: Env,
): number | undefined {
  if (!argument) return undefined;
  const values = evaluator.evaluate(argument, env);
  return written(bare(argument)) ?? (values.length === 1 ? numberOf(values[0]) : undefined);
}

function written(node: ts.Expression): number | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text.replaceAll("_", ""));
  const isNegative = ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken;
  const positive = isNegative ? written(node.operand) : undefined;
  return positive === undefined ? undefined : -positive;
}

/** The regular expression that an argument is, without what makes it remember where it was. */
export function patternGiven(
  evaluator: Evaluator,
  argument: ts.Expression | undefined,
  env: Env,
): RegExp | undefined {
  if (!argument) return undefined;
  const [value] = evaluator.evaluate(argument, env);
  const node = [bare(argument), value?.node].find(
    (each) => each && ts.isRegularExpressionLiteral(each),
  );
  const [, source, flags = ""] = /^\/([\s\S]*)\/(\w*)$/.exec(node?.getText() ?? "") ?? [];
  try {
    return source === undefined ? undefined : new RegExp(source, flags.replaceAll(/[gy]/g, ""));
  } catch {
    return undefined;
  }
}

/** The value where it is one and the same however the place is reached. */
export function single(values: Values): Value | undefined {
  return values.length === 1 ? values[0] : undefined;
}
