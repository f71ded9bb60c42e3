/** A line of code as a terminal shows it, with a mark below where something begins. */

import type { ChalkInstance } from "chalk";
import type { Place } from "../../../types.js";

/** As much of a line as fits one: some sources are one line. */
const WIDEST = 100;

/** Two lines: the text of a place's line, and the mark. */
export function frame({ line, column }: Place, text: string, paint: ChalkInstance): string[] {
  const from = column > WIDEST ? column - 1 : 0;
  const cut = text.slice(from, from + WIDEST);
  const gutter = String(line);
  const indent = cut.slice(0, column - 1 - from).replaceAll(/[^\t]/g, " ");
  return [
    `  ${paint.dim(`${gutter} |`)} ${cut}`,
    `  ${paint.dim(`${" ".repeat(gutter.length)} |`)} ${indent}${paint.bold("^")}`,
  ];
}
