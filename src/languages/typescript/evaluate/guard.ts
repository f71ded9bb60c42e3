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
  /** Where it led back to itself, or none: the questions of its circle, itself among them. */
  readonly circle: readonly Guarded[];
}

export interface Guard {
  answer<T>(question: Guarded, work: () => T): Outcome<T>;
  /** Says that what is being answered needs the answer to a question that is open. */
  hangOn(opening: Opening): void;
}

interface Answering extends Opening {
  /** The outermost of those that it hangs on. */
  outermost: Answering | undefined;
  isCircle: boolean;
  readonly circle: Guarded[];
}

export function createGuard(): Guard {
  const open: Answering[] = [];
  const hangOn = (on: Answering, circle: readonly Guarded[]): void => {
    const last = open.at(-1);
    if (!last) return;
    last.isCircle = true;
    for (const each of circle) last.circle.push(each);
    if (on.depth < (last.outermost ?? last).depth) last.outermost = on;
  };
  return {
    answer(question, work) {
      const circle = [question];
      const own: Answering = {
        depth: open.length,
        isOpen: true,
        outermost: undefined,
        isCircle: false,
        circle,
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
      const { outermost } = own;
      if (!outermost) return { answer, circle: own.isCircle ? circle : [] };
      hangOn(outermost, circle);
      return { answer, hangsOn: outermost, circle };
    },
    hangOn: (opening) => hangOn(opening as Answering, []),
  };
}
