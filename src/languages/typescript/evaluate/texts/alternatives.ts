/** Sets of texts that a value may be, put together. */

import { argumentEnd, unknownWords } from "../../../shell/command-line.js";

/** More would take long and tell no more: beyond it, alternatives are taken together. */
const most = 24;
/** A command that is longer is told by its beginning. */
const longest = 2000;

/** All of them, each once. */
export function union(...all: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(all.flat())];
}

/** Each text of the first part followed by each of the second, and so on; empty ones leave no gap. */
export function joined(parts: readonly (readonly string[])[], between: string): readonly string[] {
  return parts.reduce(
    (before, part) => {
      const few = before.length * part.length > most ? [part.join(argumentEnd)] : part;
      return before.flatMap((head) => few.map((tail) => glue(head, tail, between)));
    },
    [""],
  );
}

function glue(head: string, tail: string, between: string): string {
  if (head.length + tail.length > longest) return head.slice(0, longest) + unknownWords;
  return head === "" || tail === "" ? head + tail : head + between + tail;
}
