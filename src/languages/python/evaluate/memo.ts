/** Remembers answers, such that none depends on what was asked before. */

import type { Budget, Cost } from "./budget.js";
import type { Guard } from "./guard.js";

/** Works an answer out, unless it is remembered. */
export type Place<T> = (work: () => T) => T;

/** What was cut short, or led back to itself, is not remembered: it is worked out again when it is asked for. */
export interface Memo {
  /** The answer under a key: remembered, or the work's. */
  remember<T>(key: string, work: () => T): T;
  /** A place for one answer, with no key. */
  place<T>(): Place<T>;
}

export function createMemo(budget: Budget, guard: Guard): Memo {
  const places = new Map<string, Place<unknown>>();
  const place = <T>(): Place<T> => {
    let known: { readonly answer: T; readonly cost: Cost } | undefined;
    return (work) => {
      if (known && budget.charge(known.cost)) return known.answer;
      const { answer: watched, cost } = budget.measure(() => guard.watch(work));
      const { answer, isCircle } = watched;
      if (cost && !isCircle) known = { answer, cost };
      return answer;
    };
  };
  return {
    remember<T>(key: string, work: () => T): T {
      const known = (places.get(key) as Place<T> | undefined) ?? place<T>();
      places.set(key, known as Place<unknown>);
      return known(work);
    },
    place,
  };
}
