/** What a function is called with, on every way that leads to it. */

import type { ts } from "ts-morph";
import type { FunctionNode } from "../source/nodes.js";
import type { Callers } from "./callers.js";
import type { Evaluator } from "./evaluator.js";
import type { Site } from "./sites.js";
import { emptyEnv, type Thunk, unknown } from "./value.js";

/** The arguments of one call. */
export type Passed = readonly Thunk[];

/** How many ways to a function are followed at most: callers of callers multiply. */
export const maxWays = 3000;

/**
 * Gives the arguments of each call of a function, none where nobody calls it. On the way back through its
 * callers a function that was passed already is not gone through again. What more than `maxWays` ways lead
 * to is called with what is unknown.
 */
export function createPassed(
  self: () => Evaluator,
  callers: Callers,
): (fn: FunctionNode) => readonly Passed[] {
  const known = new Map<FunctionNode, readonly Passed[]>();
  const entered = new Set<FunctionNode>();
  /** The functions that were not gone through again, and so have calls that are missing from the answers. */
  const missing = new Set<FunctionNode>();
  let left = 0;

  const passedAt = ({ node, passed, arguments: argumentsIn }: Site): Passed[] => {
    if (left <= 0) return [];
    const ways = self().environmentsOf(node, emptyEnv, passed);
    const lists = ways.flatMap((env) => (left > 0 ? argumentsIn(env) : []));
    left -= 1 + lists.length;
    return lists;
  };

  const follow = (fn: FunctionNode): readonly Passed[] => {
    const isAsked = entered.size === 0;
    if (isAsked) left = maxWays;
    const before = left;
    entered.add(fn);
    const lists = callers.sitesOf(fn).flatMap(passedAt);
    entered.delete(fn);
    missing.delete(fn);
    if (left > 0) {
      if (missing.size === 0) known.set(fn, lists);
      return lists;
    }
    const lost = [unknownArguments(fn)];
    // What took most of the ways would take them again, whoever asks.
    if (isAsked || before > maxWays / 2) known.set(fn, lost);
    return lost;
  };

  return (fn) => {
    if (!entered.has(fn)) return known.get(fn) ?? follow(fn);
    missing.add(fn);
    return [];
  };
}

/** The arguments of a call that is not followed. */
export function unknownArguments(fn: FunctionNode): Passed {
  return fn.parameters.map((parameter) => () => [unfollowed(parameter)]);
}

/** The value that too many ways lead to. */
export function unfollowed(node: ts.Node) {
  return unknown(node, "it is reached on more ways than are followed", emptyEnv);
}
