/** FastMCP: the `load` of what `addResource`, `addResourceTemplate` and `addPrompt` are given. */

import type { Evaluator } from "../../evaluate/evaluator.js";
import { emptyEnv, type Values } from "../../evaluate/value.js";
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

const mark = /\badd(?:Resource|ResourceTemplate|Prompt)s?\b/;
const each = ["addResource", "addResourceTemplate", "addPrompt"];
const many = each.map((method) => `${method}s`);
const wrapper = "withAccountLoads";

/** What registers the resources and prompts of FastMCP servers, each call as one. */
export function fastmcpHandlers(evaluator: Evaluator): OtherHandler[] {
  return evaluator.project.sourcesWith(mark).flatMap((source) => {
    const calls = (methods: readonly string[]): ServerCall[] =>
      methods.flatMap((method) => serverCalls(evaluator, source, method, ["fastmcp"]));
    return [
      ...calls(each).flatMap((call) => handlerOf(evaluator, call, false)),
      ...calls(many).flatMap((call) => handlerOf(evaluator, call, true)),
    ];
  });
}

function handlerOf(
  evaluator: Evaluator,
  { call, args: [given] }: ServerCall,
  isList: boolean,
): OtherHandler[] {
  if (!given || ts.isSpreadElement(given)) return [];
  const objects = objectsOf(evaluator, call, given, isList);
  const values = objects.flatMap((value) =>
    evaluator.member([value], "load", value.node, emptyEnv),
  );
  if (objects.length > 0 && values.length === 0) return [];
  return [
    {
      node: given,
      registration: call,
      values,
      isWrapped: isThrough(evaluator, call) || wentThrough(values, contextWrappers),
      change: () => ownReading(given, values) ?? receiverChange(call),
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
  const isDirect = mark.test(memberName(call.expression) ?? "");
  if (!receiver || !isDirect || receiver.kind === ts.SyntaxKind.SuperKeyword) {
    return { reason: `call it on the server itself, wrapped: \`${wrapper}(server)\`` };
  }
  return change(receiver, wrapper, around(receiver, `${wrapper}(`, ")"));
}
