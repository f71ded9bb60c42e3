/**
 * What an expression can stand for, worked out backwards from it: names to their bindings, imports to
 * other modules, calls to what they return. A parameter that nothing is known about comes back as a
 * free value; `solve` then asks who calls the function. Nothing is run.
 */

import { keyOf } from "../source/nodes.js";
import { createBudget } from "./budget.js";
import type { Evaluator } from "./evaluator.js";
import { expression } from "./expression.js";
import { createGuard } from "./guard.js";
import { memberOf } from "./members.js";
import { createMemo, type Place } from "./memo.js";
import type { Program } from "./program.js";
import { emptyEnv, unknown, type Value } from "./values.js";

/** Values, and elements of theirs, that an expression may have: what is put into itself doubles at every turn. */
const MOST_VALUES = 5_000;

/**
 * An evaluator over a server's sources. What it finds is remembered for as long as it lives, and does not
 * depend on what was asked before, as long as the steps that there are in all last.
 */
export function createEvaluator(program: () => Program): Evaluator {
  const budget = createBudget();
  const guard = createGuard();
  const memo = createMemo(budget, guard);
  const conclusions = new Map<string, unknown>();

  const step = (work: () => readonly Value[]): readonly Value[] => {
    const values = budget.step(work, () => unknown("it leads too far"));
    return sizeOf(values) > MOST_VALUES ? unknown("it can be too many things") : values;
  };
  /** A question of its own, which is remembered. */
  const question = (key: string, work: () => readonly Value[]): readonly Value[] => {
    const ask = () => budget.question(() => guard.alone(key, () => step(work), []));
    return memo.remember(key, ask);
  };

  return {
    evaluate(at, env) {
      if (env.bound.size === 0) {
        return question(`value ${keyOf(at)}`, () => expression(program(), at, emptyEnv));
      }
      const key = `${keyOf(at)} ${env.depth} ${env.bound.size}`;
      const work = () => step(() => expression(program(), at, env));
      return budget.part(() => guard.within(key, work, []));
    },
    moduleMember: (target, name) =>
      question(`member ${target.path} ${name}`, () => memberOf(program(), target, name)),
    remember: (key, work) => memo.remember(key, () => budget.question(() => guard.afresh(work))),
    rememberPart: memo.remember,
    once<T>(key: string, work: () => T): T {
      if (conclusions.has(key)) return conclusions.get(key) as T;
      const answer = budget.question(() => guard.afresh(work));
      if (guard.isIdle() && !budget.isShort()) conclusions.set(key, answer);
      return answer;
    },
    lazily<T>(make: () => T) {
      const places = new Map<unknown, Place<T>>();
      return () => {
        const question = budget.current();
        const place = places.get(question) ?? memo.place<T>();
        places.set(question, place);
        return place(make);
      };
    },
    withinBudget: budget.purpose,
    isExhausted: budget.isExhausted,
  };
}

function sizeOf(values: readonly Value[]): number {
  return values.reduce((sum, value) => {
    if (value.kind === "list") return sum + value.items.reduce((all, item) => all + item.length, 1);
    return sum + (value.kind === "dict" ? 1 + value.entries.length : 1);
  }, 0);
}
