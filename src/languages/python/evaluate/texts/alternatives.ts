/** Sets of texts that a value may be, put together. */

import { argumentEnd } from "../../../shell/command-line.js";

/** More would take long and tell no more: beyond it, alternatives are taken together. */
const most = 24;

/** All of them, each once. */
export function union(...all: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(all.flat())];
}

/** Each text of the first part followed by each of the second, and so on; empty ones leave no gap. */
export function joined(parts: readonly (readonly string[])[], between: string): readonly string[] {
  return parts.reduce<readonly string[]>(
    (before, next) => {
      const few = before.length * next.length > most ? [next.join(argumentEnd)] : next;
      if (few.length === 0) return before;
      return before.flatMap((head) =>
        few.map((tail) => (head && tail ? head + between + tail : head + tail)),
      );
    },
    [""],
  );
}
