/** The calls of one registering method on an MCP server, under whatever name it is called. */

import { ts } from "ts-morph";
import type { Evaluator } from "../evaluate/evaluator.js";
import { indexOf } from "../fileindex.js";
import { type ServerKind, serverKind } from "../receivers.js";
import { lookup } from "../scope.js";
import { receiverOf } from "../syntax.js";

/**
 * Calls of `server.method(…)` in a file, however the method is written (cast, in brackets), and of
 * variables that hold it: `server.method.bind(server)`, `const { method } = server`.
 */
export function serverCalls(
  evaluator: Evaluator,
  source: ts.SourceFile,
  method: string,
  kinds: readonly ServerKind[],
): ts.CallExpression[] {
  return methodCalls(source, method)
    .filter(({ call }) => call.arguments.length > 0)
    .filter(({ call, receiver }) => kinds.includes(serverKind(evaluator, call, receiver, method)))
    .map(({ call }) => call);
}

/** One call of a method, and what the method is of. */
interface MethodCall {
  readonly call: ts.CallExpression;
  readonly receiver: ts.Expression | undefined;
}

function methodCalls(source: ts.SourceFile, method: string): MethodCall[] {
  const { calls, taken } = indexOf(source);
  const called = (name: string): ts.CallExpression[] =>
    (calls.get(name) ?? []).filter(ts.isCallExpression);
  const direct = called(method)
    .filter((call) => receiverOf(call) !== undefined)
    .map((call) => ({ call, receiver: receiverOf(call) }));
  const byName = (taken.get(method) ?? []).flatMap(({ local, declared, owner }) =>
    called(local)
      .filter((call) => receiverOf(call) === undefined)
      .filter((call) => lookup(call, local, "value") === declared)
      .map((call) => ({ call, receiver: owner })),
  );
  return [...direct, ...byName];
}
