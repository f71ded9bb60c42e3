/** Keeps questions that lead back to themselves from being asked for ever, and tells which do. */

export interface Guard {
  /** The work's result; `inCircle` where the same is under way in the question that is being answered. */
  within<T>(key: string, work: () => T, inCircle: T): T;
  /** The same for a question of its own: how it was come by is of no account, what is asked in it is. */
  alone<T>(key: string, work: () => T, inCircle: T): T;
  /** Works something out of which no part is under way: how it was come by is of no account. */
  afresh<T>(work: () => T): T;
  /** Whether no question is under way. */
  isIdle(): boolean;
  /** Does some work and tells whether something in it led back to itself. */
  watch<T>(work: () => T): { readonly answer: T; readonly isCircle: boolean };
}

export function createGuard(): Guard {
  const questions = new Set<string>();
  let steps = new Set<string>();
  let circles = 0;
  const unlessIn = <T>(underWay: Set<string>, key: string, work: () => T, inCircle: T): T => {
    if (underWay.has(key)) {
      circles++;
      return inCircle;
    }
    underWay.add(key);
    try {
      return work();
    } finally {
      underWay.delete(key);
    }
  };
  const afresh = <T>(work: () => T): T => {
    const before = steps;
    steps = new Set();
    try {
      return work();
    } finally {
      steps = before;
    }
  };
  return {
    within: (key, work, inCircle) => unlessIn(steps, key, work, inCircle),
    alone: (key, work, inCircle) => afresh(() => unlessIn(questions, key, work, inCircle)),
    afresh,
    isIdle: () => questions.size === 0,
    watch(work) {
      const before = circles;
      const answer = work();
      return { answer, isCircle: circles > before };
    },
  };
}
