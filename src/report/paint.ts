/** Colours a unified diff for a terminal. */

import type { ChalkInstance } from "chalk";

/** The diff with added lines green, removed lines red and headers dim. The text itself is not changed. */
export function paintDiff(diff: string, paint: ChalkInstance): string {
  return diff
    .split("\n")
    .map((line) => colourOf(line, paint)(line))
    .join("\n");
}

function colourOf(line: string, paint: ChalkInstance): (text: string) => string {
  if (/^(diff|new file|---|\+\+\+|\\)/.test(line)) return paint.dim;
  if (line.startsWith("@@")) return paint.cyan;
  if (line.startsWith("+")) return paint.green;
  if (line.startsWith("-")) return paint.red;
  return (text) => text;
}
