/** What a function is called with, on every path that leads to it. */

import type { ts } from "../source/compiler.js";
import type { FunctionNode } from "../source/nodes.js";
import type { Evaluator } from "./evaluator.js";
import { callSitesOf } from "./sites.js";
import { emptyEnv, type Thunk, type Unknown, unknown } from "./value.js";

/** The arguments of one call. */
export type Passed = readonly Thunk[];

/** How many paths to a function are followed at most: callers of callers multiply. */
export const maxPaths = 3000;

/**
 * The arguments of each call of a function, none where nobody calls it. On the way back through its
 * callers a function that was passed already is not gone through again. What more than `maxPaths` paths
 * lead to is called with what is unknown.
 */
export function passedTo(evaluator: Evaluator, fn: FunctionNode): readonly Passed[] {
  return evaluator.ask("passed", fn, () => follow(evaluator, fn), []);
}

function follow(evaluator: Evaluator, fn: FunctionNode): readonly Passed[] {
  const lists: Passed[] = [];
  for (const site of callSitesOf(evaluator, fn)) {
    for (const env of evaluator.environmentsOf(site.node, emptyEnv, site.passed)) {
      lists.push(...site.arguments(env));
      if (lists.length > maxPaths) return [unknownArguments(fn)];
    }
  }
  return lists;
}

/** The arguments of a call that is not followed. */
export function unknownArguments(fn: FunctionNode): Passed {
  return fn.parameters.map((parameter) => () => [unfollowed(parameter)]);
}

/** The value that too many paths lead to. */
export function unfollowed(node: ts.Node): Unknown {
  return unknown(node, "it is reached on more paths than are followed", emptyEnv);
}
