/**
 * What an expression can stand for, worked out backwards from it: names to their bindings, imports to
 * other modules, calls to what they return. A parameter that nothing is known about comes back as a
 * free value; `solve` then asks who calls the function. Nothing is run.
 */

import { keyOf } from "../source/nodes.js";
import { createBudgets } from "./budget.js";
import { createCycleGuard } from "./cycle-guard.js";
import type { Evaluator } from "./evaluator.js";
import { expression } from "./expression.js";
import { memberOf } from "./members.js";
import { createMemo } from "./memo.js";
import type { Program } from "./program.js";
import { emptyEnv, unknown, type Value } from "./values.js";

/** How many expressions may be under evaluation at once before it is given up as endless. */
const DEEPEST = 120;
/** Steps that one question may take. Most take tens; what is made of itself in many ways takes more at every turn. */
const STEPS = 10_000;
/** Steps that all questions about a server may take together, but for those that have a purpose of their own. */
const STEPS_IN_ALL = 400_000;

/** Values, and elements of theirs, that an expression may have: what is put into itself doubles at every turn. */
const MOST_VALUES = 5_000;

/**
 * An evaluator over a server's sources. What it finds is remembered for as long as it lives, and does not
 * depend on what was asked before, as long as the steps that there are in all last.
 */
export function createEvaluator(program: () => Program): Evaluator {
  const memo = createMemo(DEEPEST);
  const guard = createCycleGuard();
  const budgets = createBudgets(STEPS, STEPS_IN_ALL);

  const flawed = <T>(values: T): T => {
    memo.flaw();
    return values;
  };
  const step = (work: () => readonly Value[]): readonly Value[] => {
    const values = budgets.spend() ? memo.deeper(work) : undefined;
    if (!values) return flawed(unknown("it leads too far"));
    return sizeOf(values) > MOST_VALUES ? unknown("it can be too many things") : values;
  };
  /** A question of its own, which is remembered. */
  const question = (key: string, work: () => readonly Value[]): readonly Value[] => {
    const ask = () => budgets.question(() => guard.alone(key, () => step(work)));
    return memo.remember(key, () => ask() ?? flawed([]));
  };
  const remember = <T>(key: string, work: () => T): T =>
    memo.remember(key, () => budgets.question(() => guard.afresh(work)));

  return {
    evaluate(at, env) {
      if (env.bound.size === 0) {
        return question(`value ${keyOf(at)}`, () => expression(program(), at, emptyEnv));
      }
      const key = `${keyOf(at)} ${env.depth} ${env.bound.size}`;
      const ask = () => guard.within(key, () => step(() => expression(program(), at, env)));
      return budgets.part(ask) ?? flawed([]);
    },
    moduleMember: (target, name) =>
      question(`member ${target.path} ${name}`, () => memberOf(program(), target, name)),
    remember,
    lazily<T>(make: () => T) {
      const places = new Map<unknown, (work: () => T) => T>();
      return () => {
        const question = budgets.current();
        const place = places.get(question) ?? memo.slot<T>();
        places.set(question, place);
        return place(make);
      };
    },
    withinBudget: budgets.purpose,
    isExhausted: budgets.isExhausted,
  };
}

function sizeOf(values: readonly Value[]): number {
  return values.reduce((sum, value) => {
    if (value.kind === "list") return sum + value.items.reduce((all, item) => all + item.length, 1);
    return sum + (value.kind === "dict" ? 1 + value.entries.length : 1);
  }, 0);
}
