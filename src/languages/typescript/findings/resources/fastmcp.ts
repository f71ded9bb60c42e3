/** FastMCP: the `load` of the objects that `addResource` and its like are given. */

import type { Evaluator } from "../../evaluate/evaluator.js";
import { emptyEnv, type Values } from "../../evaluate/value.js";
import { sourcesOfAliases } from "../../forms/aliased-methods.js";
import type { Line } from "../../forms/library.js";
import { linesOf, wordsOf } from "../../forms/library-queries.js";
import { methodPattern } from "../../forms/prefilter.js";
import { type ServerCall, serverCalls } from "../../forms/server-calls.js";
import {
  type Change,
  change,
  contextWrappers,
  type Refusal,
  wentThrough,
} from "../../migrate/service-names.js";
import { isWrapped, ownReading } from "../../migrate/wrapper.js";
import { ts } from "../../source/compiler.js";
import { around } from "../../source/insert.js";
import { memberName, receiverOf } from "../../source/nodes.js";
import type { OtherHandler } from "./handler.js";

const lines = linesOf("method", "resource", "prompt").filter(({ given }) => given !== "handler");
const words = new Set(wordsOf(lines));
const wrapper = "withAccountLoads";

/** What registers the resources and prompts of FastMCP servers, each call as one. */
export function fastmcpHandlers(evaluator: Evaluator): OtherHandler[] {
  const sources = evaluator.project.sourcesWith(methodPattern(lines));
  const all = new Set([...sources, ...sourcesOfAliases(evaluator, lines)]);
  return [...all].flatMap((source) =>
    lines.flatMap((line) =>
      serverCalls(evaluator, source, line, lines).flatMap((call) =>
        handlerOf(evaluator, call, line),
      ),
    ),
  );
}

function handlerOf(
  evaluator: Evaluator,
  { call, args: [object] }: ServerCall,
  { given, handler }: Line,
): OtherHandler[] {
  if (!object || ts.isSpreadElement(object)) return [];
  const objects = objectsOf(evaluator, call, object, given === "list");
  const values = objects.flatMap((value) =>
    evaluator.member([value], handler, value.node, emptyEnv),
  );
  if (objects.length > 0 && values.length === 0) return [];
  return [
    {
      node: object,
      registration: call,
      values,
      isWrapped: isThrough(evaluator, call) || wentThrough(values, contextWrappers),
      change: () => ownReading(object, values) ?? receiverChange(call),
    },
  ];
}

function objectsOf(
  evaluator: Evaluator,
  call: ts.CallExpression,
  given: ts.Expression,
  isList: boolean,
): Values {
  return evaluator.environmentsOf(call, emptyEnv, [given]).flatMap((env) => {
    const found = evaluator.evaluate(given, env);
    return isList ? evaluator.elementsOf(found, given, env) : found;
  });
}

function isThrough(evaluator: Evaluator, call: ts.CallExpression): boolean {
  const receiver = receiverOf(call);
  return receiver !== undefined && isWrapped(receiver, evaluator.evaluate(receiver));
}

/**
 * The server is wrapped, not the `load`: FastMCP infers the arguments of a `load` from those that are
 * declared beside it, and a function round either keeps it from that.
 */
function receiverChange(call: ts.CallExpression): Change | Refusal {
  const receiver = receiverOf(call);
  const isDirect = words.has(memberName(call.expression) ?? "");
  if (!receiver || !isDirect || receiver.kind === ts.SyntaxKind.SuperKeyword) {
    return { reason: `call it on the server itself, wrapped: \`${wrapper}(server)\`` };
  }
  return change(receiver, wrapper, around(receiver, `${wrapper}(`, ")"));
}
