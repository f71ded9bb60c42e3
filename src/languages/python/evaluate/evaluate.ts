/**
 * What an expression can stand for, worked out backwards from it: names to their bindings, imports to
 * other modules, calls to what they return. A parameter that nothing is known about comes back as a
 * free value; `solve` then asks who calls the function. Nothing is run.
 */

import { type At, keyOf } from "../source/nodes.js";
import type { Evaluator } from "./evaluator.js";
import { expression } from "./expression.js";
import { memberOf } from "./members.js";
import type { Program } from "./program.js";
import { type Env, unknown, type Value } from "./values.js";

/** How many expressions may be under evaluation at once before it is given up as endless. */
const DEEPEST = 120;
/**
 * Steps that one question may take. Most take tens; what is made of itself in many ways takes more at every
 * turn. Counted, not timed: the same everywhere.
 */
const MOST_STEPS = 10_000;
/** Steps that all questions about a server may take together, but for those that have a purse of their own. */
const MOST_STEPS_IN_ALL = 400_000;

/** The steps that some questions may still take together. */
interface Purse {
  left: number;
}

/** An evaluator over a server's sources. What it finds is remembered for as long as it lives. */
export function createEvaluator(program: () => Program): Evaluator {
  const memory = new Map<string, readonly Value[]>();
  const active = new Set<string>();
  /** How often something was found to depend on itself. */
  let cycles = 0;
  let steps = 0;
  const own: Purse = { left: MOST_STEPS_IN_ALL };
  const others = new Map<string, Purse>();
  let purse = own;
  /** How often another purse than the server's was empty. */
  let cuts = 0;
  /** Remembers a result, but not one that was cut short: as it depends on something under evaluation, by a purse. */
  const unlessCyclic = (key: string, work: () => readonly Value[]): readonly Value[] => {
    const known = memory.get(key);
    if (known) return known;
    const before = { cycles, cuts };
    const values = work();
    const isWhole = cycles === before.cycles || active.size === 0;
    if (isWhole && cuts === before.cuts) memory.set(key, values);
    return values;
  };
  const guarded = (at: At, env: Env): readonly Value[] => {
    const key = `${keyOf(at)} ${env.depth} ${env.bound.size}`;
    if (active.has(key)) {
      cycles++;
      return [];
    }
    if (active.size === 0) steps = 0;
    const isEmpty = purse.left-- <= 0;
    if (isEmpty && purse !== own) cuts++;
    if (isEmpty || ++steps > MOST_STEPS || active.size > DEEPEST) {
      return unknown("it leads too far");
    }
    active.add(key);
    try {
      return expression(program(), at, env);
    } finally {
      active.delete(key);
    }
  };
  return {
    evaluate(at, env) {
      if (env.bound.size > 0) return guarded(at, env);
      return unlessCyclic(`value ${keyOf(at)}`, () => guarded(at, env));
    },
    moduleMember: (target, name) =>
      unlessCyclic(`member ${target.path} ${name}`, () => memberOf(program(), target, name)),
    spending(purpose, most, work) {
      const before = purse;
      purse = others.get(purpose) ?? { left: most };
      others.set(purpose, purse);
      try {
        return work();
      } finally {
        purse = before;
      }
    },
    isSpent: () => own.left < 0,
  };
}
