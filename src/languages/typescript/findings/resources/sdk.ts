/** The MCP SDK: `server.resource(…, handler)` and its like, and the low-level request handlers. */

import type { Evaluator } from "../../evaluate/evaluator.js";
import { emptyEnv } from "../../evaluate/value.js";
import { serverKind } from "../../forms/receivers.js";
import { serverCalls } from "../../forms/server-calls.js";
import { handlerChange, isWrapped } from "../../migrate/wrapper.js";
import { ts } from "../../source/compiler.js";
import { indexOf } from "../../source/file-index.js";
import { literalText } from "../../source/nodes.js";
import type { OtherHandler } from "./handler.js";

const mark = /\b(?:resource|registerResource|prompt|registerPrompt|setRequestHandler)\b/;
const methods = ["resource", "registerResource", "prompt", "registerPrompt"];
const requests =
  /^(?:(?:Read|List|Get)(?:Resource|Prompt)\w*RequestSchema|(?:resources|prompts)\/\w+)$/;

/** The handlers that are the last argument of what registers them. */
export function sdkHandlers(evaluator: Evaluator): OtherHandler[] {
  return evaluator.project
    .sourcesWith(mark)
    .flatMap((source) => [...registered(evaluator, source), ...requested(evaluator, source)])
    .flatMap((call) => handlerOf(evaluator, call));
}

function registered(evaluator: Evaluator, source: ts.SourceFile): ts.CallExpression[] {
  return methods.flatMap((method) =>
    serverCalls(evaluator, source, method, ["high"]).map(({ call }) => call),
  );
}

function requested(evaluator: Evaluator, source: ts.SourceFile): ts.CallExpression[] {
  return (indexOf(source).calls.get("setRequestHandler") ?? [])
    .filter(ts.isCallExpression)
    .filter((call) => requests.test(requestName(call.arguments[0])))
    .filter((call) => ["high", "low"].includes(serverKind(evaluator, call)));
}

function requestName(node: ts.Expression | undefined): string {
  if (!node) return "";
  return (
    literalText(node) ?? (ts.isPropertyAccessExpression(node) ? node.name.text : node.getText())
  );
}

function handlerOf(evaluator: Evaluator, call: ts.CallExpression): OtherHandler[] {
  const node = call.arguments.at(-1);
  if (!node || call.arguments.length < 2) return [];
  const values = evaluator.evaluate(node);
  return [
    {
      node,
      registration: call,
      values,
      isWrapped: isWrapped(node, values),
      change: () => handlerChange(evaluator, node, emptyEnv, true),
    },
  ];
}
