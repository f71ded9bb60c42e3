/** Workers and forked processes: each has an environment of its own to read, and no call. */

import type { Finding } from "../../../types.js";
import { outsideOf } from "../evaluate/outside.js";
import { ts } from "../source/compiler.js";
import { functionAround } from "../source/nodes.js";
import { environmentFix, setsEnvironment } from "./environment.js";
import { type Context, report, reportFix } from "./report.js";

const remedy =
  "start it inside the call with `env: accountEnvironment()`, or do its work in the call";

/** `new Worker(file)` and `fork(file)`, which inherit the server's environment unless they are given another. */
export function findWorker(node: ts.Node, context: Context): Finding | undefined {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return undefined;
  if (!context.carriers.isIn(node.expression) || !isWorker(node, context)) return undefined;
  // One that is made at start serves every call alike.
  const isInCall = functionAround(node) !== undefined;
  if (isInCall && setsEnvironment(context.evaluator, node)) return undefined;
  const message = "what this worker does runs outside of the call, in the server's own account";
  // A worker takes its options second, a fork behind its arguments.
  const starter = ts.isNewExpression(node) ? "command" : "file";
  const fix = isInCall ? environmentFix(node, starter) : undefined;
  return fix
    ? reportFix("other-process", node, message, remedy, fix, context)
    : report("other-process", node, message, remedy);
}

function isWorker(node: ts.NewExpression | ts.CallExpression, { evaluator }: Context): boolean {
  return outsideOf(evaluator, node.expression).some(({ module, name }) =>
    ts.isNewExpression(node)
      ? /^(node:)?worker_threads$/.test(module) && /^(default\.)?Worker$/.test(name)
      : /^(node:)?child_process$/.test(module) && /^(default\.)?fork$/.test(name),
  );
}
