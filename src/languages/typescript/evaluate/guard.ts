/** Keeps questions that lead back to themselves from being asked for ever, and tells which do. */

/** One time that a question is being answered. */
export interface Opening {
  /** How many questions were open when it was asked. */
  readonly depth: number;
  isOpen: boolean;
}

/** Something that may be asked while it is being answered. */
export interface Guarded {
  open?: Opening;
}

/** What an answer is worth. */
export interface Outcome<T> {
  readonly answer: T;
  /** The outermost question, still open, without whose answer this one is not whole. */
  readonly hangsOn?: Opening;
  /** Where it led back to itself: the questions of its circle, itself among them. */
  readonly circle?: ReadonlySet<Guarded>;
}

export interface Guard {
  answer<T>(question: Guarded, work: () => T): Outcome<T>;
  /** Says that what is being answered needs the answer to a question that is open. */
  hangOn(opening: Opening): void;
  /** Whether one of these questions is being answered. */
  isAnswering(questions: ReadonlySet<Guarded>): boolean;
}

interface Answering extends Opening {
  readonly question: Guarded;
  /** The outermost of those that it hangs on. */
  outermost: Answering | undefined;
  circle: Set<Guarded> | undefined;
}

export function createGuard(): Guard {
  const open: Answering[] = [];
  const hangOn = (on: Answering, circle?: Set<Guarded>): void => {
    const last = open.at(-1);
    if (!last) return;
    last.circle = joined(last.circle ?? new Set([last.question]), circle);
    if (on.depth < (last.outermost ?? last).depth) last.outermost = on;
  };
  return {
    answer(question, work) {
      const own: Answering = {
        question,
        depth: open.length,
        isOpen: true,
        outermost: undefined,
        circle: undefined,
      };
      open.push(own);
      question.open = own;
      let answer: ReturnType<typeof work>;
      try {
        answer = work();
      } finally {
        open.pop();
        own.isOpen = false;
        delete question.open;
      }
      const { outermost, circle } = own;
      if (!outermost) return circle ? { answer, circle } : { answer };
      hangOn(outermost, circle);
      return { answer, hangsOn: outermost };
    },
    hangOn: (opening) => hangOn(opening as Answering),
    isAnswering: (questions) => open.some(({ question }) => questions.has(question)),
  };
}

/** All of both; the smaller one goes into the larger, which nobody else keeps. */
function joined(one: Set<Guarded>, other: Set<Guarded> | undefined): Set<Guarded> {
  if (!other) return one;
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  for (const each of small) large.add(each);
  return large;
}
