/** What tools and their fixes are, in words: data of each language, for whoever shows them to people. */

/** How tools of a form are registered. */
export interface FormWords {
  readonly what: string;
  /** Whether few servers do so, so that a reviewer looks at these first. */
  readonly isRare?: true;
}

/** What insertions of a kind do. */
export interface StepWords {
  /** What is in the text of such an insertion. */
  readonly mark: RegExp;
  /** A few words: "handler wrapped". */
  readonly what: string;
  /** Why it is done so, in a sentence. */
  readonly why: string;
}

export interface Words {
  /** By the id of the form. */
  readonly forms: Readonly<Record<string, FormWords>>;
  /** The first whose mark fits an insertion says what that does; layout alone does nothing. */
  readonly steps: readonly StepWords[];
}

/** What some insertions do, each kind once, in the order of the table: wherever they stand, it is said alike. */
export function stepsOf({ steps }: Words, texts: readonly string[]): readonly StepWords[] {
  const found = new Set(texts.map((text) => steps.find(({ mark }) => mark.test(text))));
  return steps.filter((step) => found.has(step));
}
