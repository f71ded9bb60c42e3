/** Keeps what is being worked out from being worked out within itself. */

export interface CycleGuard {
  /** The work's result; undefined where the same is under way in the question that is being answered. */
  within<T>(key: string, work: () => T): T | undefined;
  /** The same for a question of its own: how it was come by is of no account, what is asked in it is. */
  alone<T>(key: string, work: () => T): T | undefined;
  /** Works something out of which no part is under way: how it was come by is of no account. */
  afresh<T>(work: () => T): T;
}

export function createCycleGuard(): CycleGuard {
  const questions = new Set<string>();
  let steps = new Set<string>();
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
    within: (key, work) => unlessIn(steps, key, work),
    alone: (key, work) => afresh(() => unlessIn(questions, key, work)),
    afresh,
  };
}

function unlessIn<T>(underWay: Set<string>, key: string, work: () => T): T | undefined {
  if (underWay.has(key)) return undefined;
  underWay.add(key);
  try {
    return work();
  } finally {
    underWay.delete(key);
  }
}
