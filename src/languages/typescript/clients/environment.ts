/** The insertion that gives a subprocess the environment of the call's account. */

import { ts } from "ts-morph";
import { at, intoLiteral } from "../edits.js";
import { bare, propertyOf } from "../syntax.js";
import type { NamedEdits } from "./report.js";

/**
 * How a function takes its options: after a whole command (`exec`), or after a file and its arguments
 * (`spawn`). execa adds to the environment instead of replacing it, until it is told not to.
 */
export type Starter = "command" | "file" | "execa-command" | "execa-file";

/** The insertion for a call; undefined where it isn't plain what its options are. */
export function environmentFix(call: ts.CallExpression, starter: Starter): NamedEdits | undefined {
  const property = starter.startsWith("execa")
    ? "env: accountEnvironment(), extendEnv: false"
    : "env: accountEnvironment()";
  const [first, ...rest] = call.arguments;
  const callback = rest.find(isFunction);
  const others = rest.filter((argument) => argument !== callback);
  const options = others.map(bare).find(ts.isObjectLiteralExpression);
  if (options) return canTake(options) ? named(intoLiteral(options, property)) : undefined;
  if (!first || others.length > (starter.endsWith("file") ? 1 : 0)) return undefined;
  if (others.some(mayBeOptions)) return undefined;
  if (callback) return named([at(call, callback.getStart(), `{ ${property} }, `)]);
  return named([at(call, (others.at(-1) ?? first).getEnd(), `, { ${property} }`)]);
}

function named(edits: NamedEdits["edits"]): NamedEdits {
  return { edits, name: "accountEnvironment" };
}

function isFunction(node: ts.Expression): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** An environment of its own, which a spread may hide, is not to be thrown away. */
function canTake(options: ts.ObjectLiteralExpression): boolean {
  return !propertyOf(options, "env") && !options.properties.some(ts.isSpreadAssignment);
}

/** The list of arguments may be left out, and then the options come second. */
function mayBeOptions(node: ts.Expression): boolean {
  const value = bare(node);
  return !ts.isArrayLiteralExpression(value) && !/arg|param|command/i.test(value.getText());
}
