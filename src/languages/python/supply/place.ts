/** A list of requirements in a file, and how others are inserted into it. */

import type { Edit } from "../../../types.js";
import { eolAt, isFirstOnLine, newIndentAt } from "../source/text.js";
import { nameOf, type Requirement } from "./requirements.js";

export type Insertion = Omit<Edit, "file">;

export interface Place {
  readonly file: string;
  readonly listed: readonly string[];
  insert(needed: readonly Requirement[]): Insertion[];
}

/** A list of quoted requirements, TOML's or Python's: where it and each of its elements begin and end. */
export interface QuotedList {
  readonly range: readonly [number, number];
  readonly elements: readonly (readonly [number, number])[];
}

/** Each before the first element that sorts behind it where the list is sorted, else at its end. */
export function inList(
  { range: [start, end], elements }: QuotedList,
  text: string,
  needed: readonly Requirement[],
): Insertion[] {
  const quote = /['"]/.exec(text.slice(start, end))?.[0] ?? '"';
  const quoted = ({ name, minimum }: Requirement): string => `${quote}${name}>=${minimum}${quote}`;
  const last = elements.at(-1);
  if (!last) return [{ offset: start + 1, text: needed.map(quoted).join(", ") }];
  const names = elements.map(([from, to]) => nameOf(text.slice(from + 1, to)));
  const isSorted = names.every((name, index) => index === 0 || (names[index - 1] ?? "") <= name);
  return needed.map((one) => {
    const next = isSorted ? elements[names.findIndex((name) => name > one.name)] : undefined;
    const gap = gapOf(text, (next ?? last)[0]);
    return next
      ? { offset: next[0], text: `${quoted(one)},${gap}`, rank: orderOf(one) }
      : { offset: last[1], text: `,${gap}${quoted(one)}`, rank: orderOf(one) };
  });
}

/** Insertions at one place stay in the order of their names. */
function orderOf({ name }: Requirement): number {
  return name.charCodeAt(0);
}

function gapOf(text: string, offset: number): string {
  return isFirstOnLine(text, offset) ? eolAt(text, offset) + newIndentAt(text, offset) : " ";
}
