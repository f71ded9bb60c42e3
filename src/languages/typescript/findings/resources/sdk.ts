/** The MCP SDK: `server.resource(…, handler)` and its like, and the low-level request handlers. */

import type { Evaluator } from "../../evaluate/evaluator.js";
import { emptyEnv } from "../../evaluate/value.js";
import { sourcesOfAliases } from "../../forms/aliased-methods.js";
import { isOtherRequest, linesOf } from "../../forms/library-queries.js";
import { methodPattern } from "../../forms/prefilter.js";
import { serverKind } from "../../forms/receivers.js";
import { serverCalls } from "../../forms/server-calls.js";
import { handlerChange, isWrapped } from "../../migrate/wrapper.js";
import { ts } from "../../source/compiler.js";
import { indexOf } from "../../source/file-index.js";
import { literalText } from "../../source/nodes.js";
import type { OtherHandler } from "./handler.js";

const lines = linesOf("method", "resource", "prompt").filter(({ given }) => given === "handler");
const requesting = linesOf("method", "request");
const pattern = methodPattern([...lines, ...requesting]);

/** The handlers that are the last argument of what registers them. */
export function sdkHandlers(evaluator: Evaluator): OtherHandler[] {
  const sources = [
    ...evaluator.project.sourcesWith(pattern),
    ...sourcesOfAliases(evaluator, lines),
  ];
  return [...new Set(sources)]
    .flatMap((source) => [...registered(evaluator, source), ...requested(evaluator, source)])
    .flatMap((call) => handlerOf(evaluator, call));
}

function registered(evaluator: Evaluator, source: ts.SourceFile): ts.CallExpression[] {
  return lines.flatMap((line) =>
    serverCalls(evaluator, source, line, lines).map(({ call }) => call),
  );
}

function requested(evaluator: Evaluator, source: ts.SourceFile): ts.CallExpression[] {
  return requesting.flatMap(({ word, on = [] }) =>
    (indexOf(source).calls.get(word) ?? [])
      .filter(ts.isCallExpression)
      .filter((call) => isOtherRequest(requestName(call.arguments[0])))
      .filter((call) => on.includes(serverKind(evaluator, call))),
  );
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
