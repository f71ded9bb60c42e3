/** A file with insertions as lines in which every inserted character is marked: exact, since nothing else ever changes. */

import { insert, spansOf } from "../plan/edit.js";
import type { Edit } from "../types.js";

/** A stretch of a line. */
export interface Piece {
  readonly text: string;
  readonly isInserted: boolean;
}

export interface MarkedLine {
  /** Its number in the file as it is; undefined for a line that is new. */
  readonly number: number | undefined;
  readonly pieces: readonly Piece[];
}

/** Lines that stand together. */
export type Hunk = readonly MarkedLine[];

/** Whether something of a line is inserted. */
export function isTouched({ number, pieces }: MarkedLine): boolean {
  return number === undefined || pieces.some(({ isInserted }) => isInserted);
}

/** All lines of a text with the edits put in. */
export function markedLines(text: string, edits: readonly Edit[]): MarkedLine[] {
  const after = insert(text, edits);
  const spans = spansOf(edits).filter(([start, end]) => end > start);
  const lines: MarkedLine[] = [];
  let [number, at, span] = [1, 0, 0];
  for (const line of after.split("\n")) {
    const end = at + line.length;
    while ((spans[span]?.[1] ?? Number.POSITIVE_INFINITY) <= at) span++;
    const own: (readonly [number, number])[] = [];
    for (let next = span; (spans[next]?.[0] ?? Number.POSITIVE_INFINITY) <= end; next++) {
      own.push(spans[next] as readonly [number, number]);
    }
    const pieces = piecesOf(after, at, end, own);
    const isBreakInserted = own.some(([from, to]) => from <= end && to > end);
    const isNew =
      pieces.length > 0 ? pieces.every(({ isInserted }) => isInserted) : isBreakInserted;
    lines.push({ number: isNew ? undefined : number, pieces });
    if (!isBreakInserted) number++;
    at = end + 1;
  }
  return text === "" || !after.endsWith("\n") ? lines : lines.slice(0, -1);
}

/** The touched lines with so many lines around them. */
export function hunksOf(lines: readonly MarkedLine[], context: number): Hunk[] {
  const hunks: MarkedLine[][] = [];
  let shownTo = -1;
  for (const [index, line] of lines.entries()) {
    if (!isTouched(line)) continue;
    const from = Math.max(index - context, shownTo + 1);
    const to = Math.min(index + context, lines.length - 1);
    const part = lines.slice(from, to + 1);
    const last = hunks.at(-1);
    if (last && from === shownTo + 1) last.push(...part);
    else if (to > shownTo) hunks.push(part);
    shownTo = Math.max(shownTo, to);
  }
  return hunks;
}

function piecesOf(
  text: string,
  start: number,
  end: number,
  spans: readonly (readonly [number, number])[],
): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  const push = (to: number, isInserted: boolean): void => {
    if (to > at) pieces.push({ text: text.slice(at, to), isInserted });
    at = Math.max(at, to);
  };
  for (const [from, to] of spans) {
    push(Math.min(Math.max(from, start), end), false);
    push(Math.min(to, end), true);
  }
  push(end, false);
  return pieces;
}
