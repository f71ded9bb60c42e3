/** `server.registerTool(...withAccountRegistration(name, config, handler))`: each tool as it needs. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { emptyEnv } from "../evaluate/value.js";
import { type Change, change, isCallOf, type Refusal } from "../migrate/service-names.js";
import { ownReading } from "../migrate/wrapper.js";
import { ts } from "../source/compiler.js";
import { at } from "../source/insert.js";
import { bare } from "../source/nodes.js";
import type { ServerCall } from "./server-calls.js";

const wholeWrapper = new Set(["withAccountRegistration"]);

/** The call round all three arguments, where there is one. */
export function wrappedWhole(args: readonly ts.Expression[]): ts.CallExpression | undefined {
  const [first] = args;
  const inner = first && ts.isSpreadElement(first) ? bare(first.expression) : undefined;
  return inner && isCallOf(inner, wholeWrapper) ? (inner as ts.CallExpression) : undefined;
}

/** The insertion of that call: it decides for each tool, when it is registered, how it is wrapped. */
export function wholeChange(
  evaluator: Evaluator,
  { call, args }: ServerCall,
  handler: ts.Expression,
): Change | Refusal {
  const refusal = ownReading(handler, evaluator.evaluate(handler, emptyEnv));
  if (refusal) return refusal;
  const [first] = args;
  const last = args.at(-1);
  if (!first || !last) return { reason: "a registration without arguments" };
  return change(call, "withAccountRegistration", [
    at(call, first.getStart(), "...withAccountRegistration("),
    at(call, last.getEnd(), ")"),
  ]);
}
