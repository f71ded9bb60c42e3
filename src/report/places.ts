/** Places as an editor or a terminal opens them. */

import { relative } from "node:path";
import type { Place, Problem } from "../types.js";

/** A path from the working directory, or absolute where that is no shorter to read. */
export function shownPath(path: string, from: string): string {
  const shorter = relative(from, path);
  if (shorter === "") return ".";
  return shorter.startsWith("../../..") ? path : shorter;
}

/** `src/server.ts:12:5`. */
export function shownPlace(place: Place, from: string): string {
  return `${shownPath(place.file, from)}:${place.line}:${place.column}`;
}

/** A problem in one line: where, and what. */
export function problemLine(problem: Problem, from: string): string {
  const where = shownPath(problem.file, from);
  return `${problem.line === undefined ? where : `${where}:${problem.line}`}: ${problem.message}`;
}
