/** The calls of one registering method on an MCP server, under whatever name it is called. */

import { ts } from "ts-morph";
import type { Evaluator } from "../evaluate/evaluator.js";
import { indexOf } from "../fileindex.js";
import { type ServerKind, serverKind } from "../receivers.js";
import { lookup } from "../scope.js";
import { bare } from "../syntax.js";

/** Calls of `server.method(…)` in a file, and of constants that hold `server.method.bind(server)`. */
export function serverCalls(
  evaluator: Evaluator,
  source: ts.SourceFile,
  method: string,
  kinds: readonly ServerKind[],
): ts.CallExpression[] {
  const { calls } = indexOf(source);
  const direct = (calls.get(method) ?? []).filter(ts.isCallExpression);
  return [
    ...direct.filter((call) => kinds.includes(serverKind(evaluator, call))),
    ...boundNames(evaluator, source, method, kinds).flatMap(({ name, declared }) =>
      (calls.get(name) ?? [])
        .filter(ts.isCallExpression)
        .filter((call) => lookup(call, name, "value") === declared),
    ),
  ].filter((call) => call.arguments.length > 0);
}

function boundNames(
  evaluator: Evaluator,
  source: ts.SourceFile,
  method: string,
  kinds: readonly ServerKind[],
): { name: string; declared: ts.VariableDeclaration }[] {
  const binds = (indexOf(source).calls.get("bind") ?? []).filter(ts.isCallExpression);
  return binds.flatMap((bind) => {
    const declared = bind.parent;
    if (!ts.isVariableDeclaration(declared) || !ts.isIdentifier(declared.name)) return [];
    const callee = bare(bind.expression);
    const bound = ts.isPropertyAccessExpression(callee) ? bare(callee.expression) : undefined;
    if (!bound || !ts.isPropertyAccessExpression(bound) || bound.name.text !== method) return [];
    const kind = serverKind(evaluator, bind, bound.expression, method);
    return kinds.includes(kind) ? [{ name: declared.name.text, declared }] : [];
  });
}
