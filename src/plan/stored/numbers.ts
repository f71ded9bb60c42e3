/** Which of a plan's insertions are whose, by number. */

import type { Edit, Fix } from "../../types.js";
import type { Change } from "../compose.js";
import { normalize } from "../edit.js";
import type { OwnEdits } from "./model.js";

export type NumberOf = (fix: Fix | undefined) => OwnEdits;

/** Gives the numbers of a fix's insertions: of the change, and in it. */
export function numberedEdits(changes: readonly Change[]): NumberOf {
  const numbers = new Map(
    changes.flatMap((change, index) =>
      change.before
        ? normalize(change.edits).map(
            (edit, at) => [keyOf(edit), [index, at] as [number, number]] as const,
          )
        : [],
    ),
  );
  return (fix) =>
    (fix?.edits ?? []).flatMap((edit) => {
      const number = numbers.get(keyOf(edit));
      return number ? [number] : [];
    });
}

function keyOf({ file, offset, text, rank = 0 }: Edit): string {
  return `${file}\0${offset}\0${rank}\0${text}`;
}
