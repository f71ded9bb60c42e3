/** The calls of one registering method on an MCP server, under whatever name and by whatever way it is called. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { ts } from "../source/compiler.js";
import { heldCalls } from "./aliased-methods.js";
import { methodCalls, type ServerCall } from "./method-calls.js";
import { type ServerKind, serverKind } from "./receivers.js";

export type { ServerCall } from "./method-calls.js";

/**
 * Calls of `server.method(…)` in a file, however the method is written (cast, in brackets), called
 * (`.call`, `.apply`, `.bind`) and held: in variables, properties and parameters.
 */
export function serverCalls(
  evaluator: Evaluator,
  source: ts.SourceFile,
  method: string,
  kinds: readonly ServerKind[],
): ServerCall[] {
  const written = methodCalls(source, method).filter(
    ({ call, receiver, args, list }) =>
      args.length + (list ? 1 : 0) > 0 &&
      kinds.includes(serverKind(evaluator, call, receiver, method)),
  );
  const known = new Set(written.map(({ call }) => call));
  const held = heldCalls(evaluator, source, method, kinds).filter(({ call }) => !known.has(call));
  return [...written, ...held].filter(({ call }) => !isInOverride(call, method));
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
