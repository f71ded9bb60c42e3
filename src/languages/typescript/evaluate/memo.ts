/** Remembers answers, such that none depends on what was asked before. */

import type { Budget, Cost } from "./budget.js";
import { createGuard, type Guarded, type Outcome } from "./guard.js";

/** A question, with its answer where that may be given again. */
export interface Question<T> extends Guarded {
  known?: Known<T>;
}

interface Known<T> extends Outcome<T> {
  readonly cost: Cost;
}

export interface Memo {
  /**
   * The answer to a question: what is remembered, else what the work gives; `inCircle` where the question
   * is being answered already. What was cut short is not remembered; what lacks the answer to a question
   * that is still open, as long as that is open. With `hasOwn`, the work has a budget of its own.
   */
  ask<T>(question: Question<T>, work: () => T, inCircle: T, hasOwn?: boolean): T;
}

export function createMemo(budget: Budget): Memo {
  const guard = createGuard();
  /** Whether the answer would come out the same if it were worked out here and now. */
  const mayGive = ({ hangsOn, circle, cost }: Known<unknown>): boolean => {
    if (hangsOn) return hangsOn.isOpen;
    return !(circle && guard.isAnswering(circle)) && budget.charge(cost);
  };
  return {
    ask(question, work, inCircle, hasOwn = false) {
      if (question.open) {
        guard.hangOn(question.open);
        return inCircle;
      }
      const { known } = question;
      if (known && mayGive(known)) {
        if (known.hangsOn) guard.hangOn(known.hangsOn);
        return known.answer;
      }
      const { answer: outcome, cost } = budget.measure(() => guard.answer(question, work), hasOwn);
      if (cost) question.known = { ...outcome, cost };
      else delete question.known;
      return outcome.answer;
    },
  };
}
