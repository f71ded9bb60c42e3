/** How far an expression is followed. Counted, not timed: the same everywhere. */

/** Steps below each other; ends what syntax alone can't see the end of. */
const maxDepth = 80;
/**
 * Steps that one question may take. A list of tools takes hundreds; what takes more branches at every
 * turn, and would be found too deeply nested in the end as well.
 */
const maxSteps = 10_000;
/** Steps that all questions about a server may take together. */
const maxStepsInAll = 400_000;

/** What an answer took of the steps that its asker may take, and how many lay below each other. */
export interface Cost {
  readonly steps: number;
  readonly height: number;
}

export interface Budget {
  /** Does one step's work; what `cutShort` gives where that step is one too many. */
  step<T>(work: () => T, cutShort: () => T): T;
  /**
   * Does some work and tells what it took; no cost where it was cut short. With `hasOwn`, its steps are
   * not its asker's: it may take as many as any question.
   */
  measure<T>(work: () => T, hasOwn: boolean): { readonly answer: T; readonly cost?: Cost };
  /**
   * Takes what a remembered answer took when it was worked out, so that the limit does not depend on what
   * was asked before; false where that is more than is left.
   */
  charge(cost: Cost): boolean;
  /** Whether the steps of the whole server are used up, so that answers may be missing. */
  isExhausted(): boolean;
}

export function createBudget(): Budget {
  let depth = 0;
  let deepest = 0;
  let steps = 0;
  let stepsInAll = 0;
  /** How often a question had taken all its steps, and how often something else was in the way. */
  let ends = 0;
  let cuts = 0;
  let measured = 0;
  return {
    step(work, cutShort) {
      const isEnd = steps >= maxSteps;
      if (isEnd) ends++;
      else if (depth >= maxDepth || stepsInAll >= maxStepsInAll) cuts++;
      if (isEnd || depth >= maxDepth || stepsInAll >= maxStepsInAll) return cutShort();
      steps++;
      stepsInAll++;
      depth++;
      deepest = Math.max(deepest, depth);
      try {
        return work();
      } finally {
        depth--;
      }
    },
    measure(work, hasOwn) {
      const isFresh = hasOwn || measured === 0;
      const before = { cuts, ends, deepest, steps };
      if (isFresh) steps = 0;
      const start = steps;
      deepest = depth;
      measured++;
      try {
        const answer = work();
        const cost = { steps: hasOwn ? 0 : steps - start, height: deepest - depth };
        // With all the steps of a question it would end in the same place again.
        const isWhole = cuts === before.cuts && (isFresh || ends === before.ends);
        return isWhole ? { answer, cost } : { answer };
      } finally {
        measured--;
        if (hasOwn) steps = before.steps;
        deepest = Math.max(deepest, before.deepest);
      }
    },
    charge(cost) {
      const taken = measured === 0 ? 0 : steps;
      if (taken + cost.steps > maxSteps || depth + cost.height > maxDepth) return false;
      steps = taken + cost.steps;
      deepest = Math.max(deepest, depth + cost.height);
      return true;
    },
    isExhausted: () => stepsInAll >= maxStepsInAll,
  };
}
