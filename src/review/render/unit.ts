/** One tool: where it is, why it is done so, and its own edits in their context. */

import type { ChalkInstance } from "chalk";
import { visible } from "../../report/visible.js";
import { type Deck, nameOf, type Unit } from "../deck.js";
import { hunksOf, isTouched } from "../marked.js";
import type { State } from "../state.js";
import { findingText, pathText, placeOf, serverOf, verdictOf } from "./about.js";
import { codeLines, hunkLines } from "./code.js";
import { item, wrap } from "./text.js";

const CONTEXT = 3;

export function unitLines(
  unit: Unit,
  state: State,
  deck: Deck,
  width: number,
  paint: ChalkInstance,
): string[] {
  const stack = deck.groups[unit.group];
  const remarks = [...new Set(unit.tools.flatMap(({ reason }) => reason ?? []))];
  const forms = stack && unit.tools.length > 0 ? `, ${stack.form}` : "";
  return [
    ...wrap(
      `${serverOf(unit, deck)} ${paint.dim(placeOf(unit, deck))}${visible(forms)}: ${verdictOf(state, unit)}`,
      width,
    ),
    ...(unit.tools.length > 1
      ? wrap("These tools share an edit: all of them, or none.", width)
      : []),
    ...(stack?.steps ?? []).flatMap(({ what, why }) =>
      item("  - ", `${what}: ${paint.dim(why)}`, width),
    ),
    ...remarks.flatMap((each) => item("  ! ", visible(each), width)),
    ...[...unit.findings, ...unit.fixes].flatMap((each) =>
      item("  ! ", findingText(each, deck.cwd, paint), width),
    ),
    "",
    ...ownEdits(unit, deck, width, paint),
  ];
}

/** What a unit is called, at the top. */
export function unitTitle(unit: Unit): string {
  return visible(nameOf(unit));
}

/** What a unit inserts, by file. */
export function ownEdits(unit: Unit, deck: Deck, width: number, paint: ChalkInstance): string[] {
  const files = deck.filesOf([unit]);
  return files.flatMap(({ path, lines }) => [
    ...(files.length > 1 ? wrap(paint.bold(pathText(path, deck)), width) : []),
    ...hunkLines(hunksOf(lines, CONTEXT), width, paint),
  ]);
}

/** The whole files, and the row in which the first insertion is. */
export function wholeFiles(
  unit: Unit,
  deck: Deck,
  width: number,
  paint: ChalkInstance,
): { readonly lines: string[]; readonly first: number } {
  const lines: string[] = [];
  let first = -1;
  for (const file of deck.filesOf([unit])) {
    lines.push(...wrap(paint.bold(pathText(file.path, deck)), width));
    for (const line of file.lines) {
      if (first < 0 && isTouched(line)) first = lines.length;
      lines.push(...codeLines(line, width, paint));
    }
  }
  return { lines, first: Math.max(0, first) };
}
