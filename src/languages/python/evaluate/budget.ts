/** How many steps questions may take. Counted, not timed: the same everywhere. */

export interface Budget {
  /** Takes a step; false where none is left. */
  spend(): boolean;
  /** Whether more steps were asked for than there were. */
  isExhausted(): boolean;
}

export function createBudget(limit: number): Budget {
  let left = limit;
  return { spend: () => left-- > 0, isExhausted: () => left < 0 };
}

/** The budgets that a step is taken from: that of its question, and that of all questions with its purpose. */
export interface Budgets {
  spend(): boolean;
  /** Works out a question, which has a budget of its own: what it takes is not taken from the one around it. */
  question<T>(work: () => T): T;
  /** Works out a part of the question that is under way; a question where none is. */
  part<T>(work: () => T): T;
  /** Works something out with the steps that there are for all that has this purpose, not with the server's. */
  purpose<T>(name: string, limit: number, work: () => T): T;
  /** Whether the steps of the server's own questions are used up. */
  isExhausted(): boolean;
  /** Tells one question from another; undefined where none is under way. */
  current(): unknown;
}

export function createBudgets(forQuestion: number, forServer: number): Budgets {
  const server = createBudget(forServer);
  const purposes = new Map<string, Budget>();
  let shared = server;
  let own: Budget | undefined;
  const question = <T>(work: () => T): T => {
    const before = own;
    own = createBudget(forQuestion);
    try {
      return work();
    } finally {
      own = before;
    }
  };
  return {
    spend: () => shared.spend() && (own?.spend() ?? true),
    question,
    part: (work) => (own ? work() : question(work)),
    purpose(name, limit, work) {
      const before = shared;
      shared = purposes.get(name) ?? createBudget(limit);
      purposes.set(name, shared);
      try {
        return work();
      } finally {
        shared = before;
      }
    },
    isExhausted: () => server.isExhausted(),
    current: () => own,
  };
}
