/** How far an expression is followed. Counted, not timed: the same everywhere. */

/** Steps below each other; ends what syntax alone can't see the end of. */
const maxDepth = 120;
/** Steps that one question may take. Most take tens; what is made of itself in many ways takes more at every turn. */
const maxSteps = 10_000;
/** Steps that all questions about a server may take together, but for those that have a purpose of their own. */
const maxStepsInAll = 400_000;

/** How many steps of an answer lay below each other: its steps are its own question's. */
export interface Cost {
  readonly height: number;
}

export interface Budget {
  /** Does one step's work; what `cutShort` gives where that step is one too many. */
  step<T>(work: () => T, cutShort: () => T): T;
  /** Does some work and tells what it took; no cost where it was cut short. */
  measure<T>(work: () => T): { readonly answer: T; readonly cost?: Cost };
  /** Takes what a remembered answer took when it was worked out; false where that is more than is left. */
  charge(cost: Cost): boolean;
  /** Works out a question, which has steps of its own: what it takes is not taken from the one around it. */
  question<T>(work: () => T): T;
  /** Works out a part of the question that is under way; a question where none is. */
  part<T>(work: () => T): T;
  /** Works something out with the steps that there are for all that has this purpose, not with the server's. */
  purpose<T>(name: string, limit: number, work: () => T): T;
  /** Tells one question from another; undefined where none is under way. */
  current(): object | undefined;
  /** Whether those steps are used up that all present work takes from. */
  isShort(): boolean;
  /** Whether the steps of the whole server are used up, so that answers may be missing. */
  isExhausted(): boolean;
}

export function createBudget(): Budget {
  const server = { left: maxStepsInAll };
  const purposes = new Map<string, Steps>();
  let shared: Steps = server;
  let own: Steps | undefined;
  let depth = 0;
  let deepest = 0;
  let cuts = 0;
  const question = <T>(work: () => T): T => {
    const before = own;
    own = { left: maxSteps };
    try {
      return work();
    } finally {
      own = before;
    }
  };
  return {
    step(work, cutShort) {
      const isLeft = spend(shared) && (own === undefined || spend(own));
      if (!isLeft || depth >= maxDepth) {
        cuts++;
        return cutShort();
      }
      depth++;
      deepest = Math.max(deepest, depth);
      try {
        return work();
      } finally {
        depth--;
      }
    },
    measure(work) {
      const before = { cuts, deepest };
      deepest = depth;
      try {
        const answer = work();
        return cuts === before.cuts ? { answer, cost: { height: deepest - depth } } : { answer };
      } finally {
        deepest = Math.max(deepest, before.deepest);
      }
    },
    charge({ height }) {
      if (depth + height > maxDepth) return false;
      deepest = Math.max(deepest, depth + height);
      return true;
    },
    question,
    part: (work) => (own ? work() : question(work)),
    purpose(name, limit, work) {
      const before = shared;
      shared = purposes.get(name) ?? { left: limit };
      purposes.set(name, shared);
      try {
        return work();
      } finally {
        shared = before;
      }
    },
    current: () => own,
    isShort: () => shared.left < 0,
    isExhausted: () => server.left < 0,
  };
}

interface Steps {
  left: number;
}

/** Takes a step; false where none is left. */
function spend(steps: Steps): boolean {
  return steps.left-- > 0;
}
