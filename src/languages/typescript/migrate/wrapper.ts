/** How a handler is wrapped, and when it must not be. */

import type { Evaluator } from "../evaluate/evaluator.js";
import type { Env, Value, Values } from "../evaluate/value.js";
import type { ts } from "../source/compiler.js";
import { around } from "../source/insert.js";
import {
  type Change,
  change,
  contextWrappers,
  isCallOf,
  parameterName,
  type Refusal,
  wentThrough,
} from "./service-names.js";

/** Whether a handler is wrapped already, here or where it is declared. */
export function isWrapped(handler: ts.Expression, values: Values): boolean {
  return isCallOf(handler, contextWrappers) || wentThrough(values, contextWrappers);
}

/**
 * The call round a handler. `hadSchema` false: it was written as `(extra)`, so that it must not get
 * the arguments that come first from now on.
 */
export function handlerChange(
  evaluator: Evaluator,
  handler: ts.Expression,
  env: Env,
  hadSchema: boolean,
): Change | Refusal {
  const values = evaluator.evaluate(handler, env);
  const refusal = ownReading(handler, values);
  if (refusal) return refusal;
  const isPlain = hadSchema || (values.length > 0 && values.every(takesNothing));
  const name = isPlain ? "withAccountContext" : "withAccountContextOnly";
  return change(handler, name, around(handler, `${name}(`, ")"));
}

export const readsItself = `the handler reads ${parameterName} itself, which the wrapper would take out of its arguments; remove its own handling first`;

/** Why a handler that takes the account out of its arguments by itself can't be wrapped. */
export function ownReading(handler: ts.Node, values: Values): Refusal | undefined {
  const bodies = [handler, ...values.filter(isFunction).map((value) => value.node)];
  if (!bodies.some((node) => mentionsParameter(node))) return undefined;
  return { reason: readsItself };
}

function mentionsParameter(node: ts.Node): boolean {
  return node.getText().includes(parameterName);
}

function isFunction(value: Value): boolean {
  return value.kind === "function";
}

function takesNothing(value: Value): boolean {
  return value.kind === "function" && value.node.parameters.length === 0;
}
