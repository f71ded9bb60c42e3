/** The order of what has a place. */

import type { Place } from "../types.js";

interface Placed {
  readonly place: Place;
}

/** Sorts by file, line and column. */
export function byPlace({ place: a }: Placed, { place: b }: Placed): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
