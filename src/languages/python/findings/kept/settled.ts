/** Questions that lead to each other in circles, answered so that no answer depends on which was asked first. */

export type Ask = (key: string, work: () => boolean) => boolean;

/** One go at a question and all that it leads to. */
interface Pass {
  /** What the pass before came to. */
  readonly before: ReadonlyMap<string, boolean>;
  readonly answers: Map<string, boolean>;
  /** Questions that are being worked out. */
  readonly open: Set<string>;
  /** Those of them that were asked again meanwhile: their answer was taken from the pass before. */
  readonly assumed: Set<string>;
}

/** Answers that only ever grow come to rest much sooner; others are left as they are then. */
const MOST_PASSES = 20;

/**
 * Gives the answer to a question with a key, worked out once. Asked for while it is worked out, it is no at first; where
 * that turns out to be wrong, all of the circle is worked out anew, until every answer agrees with what was assumed of it.
 */
export function settled(): Ask {
  const known = new Map<string, boolean>();
  let pass: Pass | undefined;

  function within(current: Pass, key: string, work: () => boolean): boolean {
    const told = current.answers.get(key);
    if (told !== undefined) return told;
    if (current.open.has(key)) {
      current.assumed.add(key);
      return current.before.get(key) ?? false;
    }
    current.open.add(key);
    const answer = work();
    current.open.delete(key);
    current.answers.set(key, answer);
    return answer;
  }

  function settle(key: string, work: () => boolean): boolean {
    let before: ReadonlyMap<string, boolean> = new Map();
    for (let count = 1; ; count++) {
      const current: Pass = { before, answers: new Map(), open: new Set(), assumed: new Set() };
      pass = current;
      const answer = within(current, key, work);
      const agrees = [...current.assumed].every(
        (each) => current.answers.get(each) === (before.get(each) ?? false),
      );
      if (agrees || count === MOST_PASSES) {
        for (const [each, value] of current.answers) known.set(each, value);
        return answer;
      }
      before = current.answers;
    }
  }

  return (key, work) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    if (pass) return within(pass, key, work);
    try {
      return settle(key, work);
    } finally {
      pass = undefined;
    }
  };
}
