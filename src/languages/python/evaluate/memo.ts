/** Answers that were worked out whole. One that was cut short, or met itself, is worked out again when it is asked for. */

export interface Memo {
  /** The answer under a key: remembered, or the work's. */
  remember<T>(key: string, work: () => T): T;
  /** A place for one answer, with no key. */
  slot<T>(): (work: () => T) => T;
  /** Says that what is being worked out is not whole. */
  flaw(): void;
  /** Works something out one level further down; undefined where that is too deep. */
  deeper<T>(work: () => T): T | undefined;
}

/** An answer, and how many levels below it were needed: further down than that allows it would not have been whole. */
interface Answer {
  readonly value: unknown;
  readonly height: number;
}

export function createMemo(deepest: number): Memo {
  const slots = new Map<string, (work: () => unknown) => unknown>();
  let flaws = 0;
  let depth = 0;
  /** The deepest level since the answer that is being worked out was begun. */
  let reached = 0;

  const workOut = (work: () => unknown): { readonly answer: Answer; readonly isWhole: boolean } => {
    const before = { flaws, reached };
    reached = depth;
    const value = work();
    const answer = { value, height: reached - depth };
    reached = Math.max(reached, before.reached);
    return { answer, isWhole: flaws === before.flaws };
  };

  const slot = (): ((work: () => unknown) => unknown) => {
    let known: Answer | undefined;
    return (work) => {
      if (known && depth + known.height <= deepest) {
        reached = Math.max(reached, depth + known.height);
        return known.value;
      }
      const { answer, isWhole } = workOut(work);
      if (isWhole) known = answer;
      return answer.value;
    };
  };

  return {
    remember<T>(key: string, work: () => T): T {
      const place = slots.get(key) ?? slot();
      slots.set(key, place);
      return place(work) as T;
    },
    slot<T>() {
      return slot() as (work: () => T) => T;
    },
    flaw() {
      flaws++;
    },
    deeper(work) {
      if (depth >= deepest) return undefined;
      depth++;
      reached = Math.max(reached, depth);
      try {
        return work();
      } finally {
        depth--;
      }
    },
  };
}
