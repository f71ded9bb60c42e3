/** The calls of one registering method on an MCP server, under whatever name and by whatever way it is called. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { ts } from "../source/compiler.js";
import { aliasedCalls } from "./aliased-methods.js";
import type { Line } from "./library.js";
import { methodCalls, type ServerCall } from "./method-calls.js";
import { toolMethods } from "./prefilter.js";
import { serverKind } from "./receivers.js";

export type { ServerCall } from "./method-calls.js";

/**
 * Calls of a line's method in a file, however it is written (cast, in brackets), called (`.call`, `.apply`,
 * `.bind`) and named: by variables, properties and parameters. `lines` are those that it was looked up among.
 */
export function serverCalls(
  evaluator: Evaluator,
  source: ts.SourceFile,
  line: Line,
  lines: readonly Line[] = toolMethods,
): ServerCall[] {
  const { word, on = [] } = line;
  const written = methodCalls(source, word).filter(
    ({ call, receiver, args, list }) =>
      args.length + (list ? 1 : 0) > 0 && on.includes(serverKind(evaluator, call, receiver, word)),
  );
  const known = new Set(written.map(({ call }) => call));
  const aliased = aliasedCalls(evaluator, source, line, lines);
  return [...written, ...aliased.filter(({ call }) => !known.has(call))].filter(
    ({ call }) => !isInOverride(call, word),
  );
}

/** `server.tool = (...args) => original(...args)`: what calls the original registers what was called. */
function isInOverride(call: ts.CallExpression, method: string): boolean {
  return (
    ts.findAncestor(
      call,
      (at) =>
        ts.isBinaryExpression(at) &&
        at.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        ts.isPropertyAccessExpression(at.left) &&
        at.left.name.text === method,
    ) !== undefined
  );
}
