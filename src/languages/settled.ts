/** Questions that lead to each other in circles, answered so that no answer depends on which was asked first. */

export type Ask = (key: string, work: () => boolean) => boolean;

/** One go at a question and all that it leads to. */
interface Pass {
  /** The questions that a pass before found to be yes: that holds, while a no may have been for want of another's yes. */
  readonly yes: ReadonlySet<string>;
  readonly answers: Map<string, boolean>;
  /** Questions that are being worked out. */
  readonly open: Set<string>;
  /** Those of them that were asked again meanwhile, and were told no. */
  readonly assumed: Set<string>;
}

/**
 * Gives the answer to a question with a key, worked out once. Asked for while it is worked out, it is no; where that turns
 * out to be wrong, what is no yet is worked out anew, until nothing was wrongly assumed. The work may do no more with an
 * answer than be yes by it: one that is yes by another's no must ask that elsewhere.
 */
export function settled(): Ask {
  const known = new Map<string, boolean>();
  let pass: Pass | undefined;

  function within(
    { yes, answers, open, assumed }: Pass,
    key: string,
    work: () => boolean,
  ): boolean {
    if (yes.has(key)) return true;
    const told = answers.get(key);
    if (told !== undefined) return told;
    if (open.has(key)) {
      assumed.add(key);
      return false;
    }
    open.add(key);
    const answer = work();
    open.delete(key);
    answers.set(key, answer);
    return answer;
  }

  function settle(key: string, work: () => boolean): boolean {
    let yes: ReadonlySet<string> = new Set();
    for (;;) {
      const current: Pass = { yes, answers: new Map(), open: new Set(), assumed: new Set() };
      pass = current;
      const answer = within(current, key, work);
      const { answers, assumed } = current;
      yes = new Set([...yes, ...[...answers].flatMap(([each, value]) => (value ? each : []))]);
      if ([...assumed].some((each) => answers.get(each))) continue;
      for (const [each, value] of answers) known.set(each, value);
      for (const each of yes) known.set(each, true);
      return answer;
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
