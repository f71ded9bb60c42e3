/** Lines of a file in a terminal: numbered, wrapped, and what is inserted marked to the character. */

import type { ChalkInstance } from "chalk";
import { visibleCode } from "../../report/visible.js";
import type { Hunk, MarkedLine } from "../marked.js";
import { widthOf } from "./text.js";

interface Cell {
  readonly text: string;
  readonly isInserted: boolean;
}

/** All hunks, with a line between two that says how many lines lie between. */
export function hunkLines(hunks: readonly Hunk[], width: number, paint: ChalkInstance): string[] {
  return hunks.flatMap((hunk, index) => [
    ...(index > 0 ? [paint.dim(`${" ".repeat(GUTTER - 2)}⋮`)] : []),
    ...hunk.flatMap((line) => codeLines(line, width, paint)),
  ]);
}

const GUTTER = 8;

/**
 * A line of a file, in as many rows as it takes. Without colours what is inserted into it is underlined by a row of
 * its own.
 */
export function codeLines(line: MarkedLine, width: number, paint: ChalkInstance): string[] {
  const isNew = line.number === undefined;
  const isTouched = line.pieces.some(({ isInserted }) => isInserted);
  const sign = isNew ? "+" : isTouched ? "~" : " ";
  const number = String(line.number ?? "").padStart(GUTTER - 3);
  const rows = rowsOf(line, width - GUTTER);
  return rows.flatMap((cells, index) => {
    const gutter = index === 0 ? `${number} ${sign} ` : `${" ".repeat(GUTTER - 2)}${sign} `;
    const row = `${isTouched ? paint.green(gutter) : paint.dim(gutter)}${painted(cells, isTouched, paint)}`;
    const isUnderlined = paint.level === 0 && isTouched && !isNew;
    return isUnderlined ? [row, ...marks(cells)] : [row];
  });
}

function painted(cells: readonly Cell[], isTouched: boolean, paint: ChalkInstance): string {
  return runsOf(cells)
    .map(({ text, isInserted }) =>
      isInserted ? paint.green.bold.underline(text) : isTouched ? text : paint.dim(text),
    )
    .join("");
}

function marks(cells: readonly Cell[]): string[] {
  const row = cells
    .map(({ text, isInserted }) => (isInserted ? "^" : " ").repeat(widthOf(text)))
    .join("")
    .trimEnd();
  return row === "" ? [] : [" ".repeat(GUTTER) + row];
}

function runsOf(cells: readonly Cell[]): Cell[] {
  const runs: Cell[] = [];
  for (const cell of cells) {
    const last = runs.at(-1);
    if (last?.isInserted === cell.isInserted) {
      runs[runs.length - 1] = { ...last, text: last.text + cell.text };
    } else runs.push(cell);
  }
  return runs;
}

function rowsOf({ pieces }: MarkedLine, width: number): Cell[][] {
  const rows: Cell[][] = [[]];
  let room = Math.max(width, 8);
  for (const { text, isInserted } of pieces) {
    for (const character of visibleCode(text)) {
      const taken = widthOf(character);
      if (taken > room) {
        rows.push([]);
        room = Math.max(width, 8);
      }
      room -= taken;
      rows.at(-1)?.push({ text: character, isInserted });
    }
  }
  return rows;
}
