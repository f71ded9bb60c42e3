/** A text as a grammar can read it: what is unknown is one letter, whose place is remembered. */

import { concat, known, type Text, type Unknown } from "./text.js";

export interface Source {
  readonly text: string;
  /** What is unknown, by its offset in the text. */
  readonly holes: ReadonlyMap<number, Unknown>;
}

/** Writes a text out, with a letter for each unknown piece. */
export function sourceOf(text: Text): Source {
  const holes = new Map<number, Unknown>();
  let written = "";
  for (const piece of text) {
    if (typeof piece !== "string") holes.set(written.length, piece);
    written += typeof piece === "string" ? piece : "x";
  }
  return { text: written, holes };
}

/** The pieces between two offsets; what is known of them is changed by `read`, which takes quotes and the like off. */
export function slice(
  { text, holes }: Source,
  start: number,
  end: number,
  read = (raw: string): string => raw,
): Text {
  const inside = [...holes].filter(([offset]) => offset >= start && offset < end);
  let from = start;
  const pieces = inside.flatMap(([offset, hole]): Text[] => {
    const before = known(read(text.slice(from, offset)));
    from = offset + 1;
    return [before, [hole]];
  });
  return concat(...pieces, known(read(text.slice(from, end))));
}
