/** Workers and forked processes: each has an environment of its own to read, and no call. */

import type { Finding } from "../../../types.js";
import { outsideOf } from "../evaluate/outside.js";
import { ts } from "../source/compiler.js";
import { functionAround } from "../source/nodes.js";
import { environmentFix, setsEnvironment } from "./environment.js";
import { type Context, report, reportFix } from "./report.js";
import { isPool } from "./starting-packages.js";
import { runsNothingOfAws } from "./worker-files.js";

const remedy =
  "start it inside the call with `env: accountEnvironment()`, or do its work in the call";

/**
 * `new Worker(file)` and `fork(file)`, which inherit the server's environment unless they are given another, and pools,
 * which serve all calls.
 */
export function findWorker(node: ts.Node, context: Context): Finding | undefined {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return undefined;
  if (!mayBeWorker(node, context)) return undefined;
  const kind = workerKind(node, context);
  if (!kind || runsNothingOfAws(node, context.project)) return undefined;
  // One that is made at start serves every call alike.
  const isInCall = kind !== "pool" && functionAround(node) !== undefined;
  if (isInCall && setsEnvironment(context.evaluator, node)) return undefined;
  const message = "what this worker does runs outside of the call, in the server's own account";
  // A worker takes its options second, a fork behind its arguments.
  const starter = ts.isNewExpression(node) ? "command" : "file";
  const fix = isInCall ? environmentFix(node, starter) : undefined;
  return fix
    ? reportFix("other-process", node, message, remedy, fix, context)
    : report("other-process", node, message, remedy);
}

/** A name that something from outside may go by; `Worker` is a global of Bun and Deno. */
function mayBeWorker(
  { expression }: ts.NewExpression | ts.CallExpression,
  { carriers }: Context,
): boolean {
  return carriers.isIn(expression) || (ts.isIdentifier(expression) && expression.text === "Worker");
}

/** Whether a call makes one worker, which may be given an environment, or a pool of them. */
function workerKind(
  node: ts.NewExpression | ts.CallExpression,
  { evaluator }: Context,
): "one" | "pool" | undefined {
  const found = outsideOf(evaluator, node.expression).filter(isPool);
  if (found.length === 0) return undefined;
  const isOne = found.every(({ module }) =>
    /^(?:node:)?(?:worker_threads|child_process)$/.test(module),
  );
  return isOne ? "one" : "pool";
}
