/** Tools whose edits have the same shape: one of them as an example, and their list. */

import type { ChalkInstance } from "chalk";
import { count } from "../../report/count.js";
import { visible } from "../../report/visible.js";
import { type Deck, nameOf, type Stack, type Unit } from "../deck.js";
import type { State } from "../state.js";
import { mark, namesText, placeOf, serverOf, tallyText } from "./about.js";
import { cut, item, widthOf, wrap } from "./text.js";
import { ownEdits } from "./unit.js";

/** How many members are named below the example. */
const MOST_NAMED = 40;

/** `412 tools: parameter last in the schema, handler wrapped`. */
export function groupTitle(stack: Stack): string {
  const tools = stack.units.flatMap((unit) => unit.tools).length;
  return `${count(tools, "tool")}: ${visible(stack.label)}`;
}

export function groupLines(
  stack: Stack,
  state: State,
  deck: Deck,
  width: number,
  paint: ChalkInstance,
): string[] {
  const [example] = stack.units;
  if (!example) return [];
  const inServers = new Set(stack.units.map(({ server }) => server)).size;
  return [
    ...outlierLines(stack, width, paint),
    ...wrap(
      `Registered as: ${stack.form}; in ${count(inServers, "server")}. ${tallyText(state, stack.units)}.`,
      width,
    ),
    "",
    ...wrap(`${paint.bold("One of them:")} ${exampleText(example, deck)}`, width),
    ...ownEdits(example, deck, width, paint),
    "",
    ...wrap(
      `${paint.bold("All:")} ${namesText(stack.units, MOST_NAMED)} ${paint.dim("(Enter opens the list)")}`,
      width,
    ),
  ];
}

/** Why a group is shown before others. */
export function outlierLines({ outlier }: Stack, width: number, paint: ChalkInstance): string[] {
  return outlier === undefined
    ? []
    : wrap(paint.yellow(`Look closely: ${visible(outlier)}`), width);
}

/** The list: a line for each member, that at the cursor marked. */
export function memberLines(
  stack: Stack,
  cursor: number,
  state: State,
  deck: Deck,
  width: number,
  paint: ChalkInstance,
): string[] {
  return stack.units.map((unit, index) => {
    const name = visible(nameOf(unit));
    const room = width - widthOf("> [ ] ") - 2;
    const head = `${index === cursor ? ">" : " "} ${mark(state, unit)} ${cut(name, room)}`;
    const left = width - widthOf(head) - 2;
    const place =
      left > 12 ? `  ${cut(`${serverOf(unit, deck)} ${placeOf(unit, deck)}`, left)}` : "";
    return index === cursor ? paint.inverse(head) + paint.dim(place) : head + paint.dim(place);
  });
}

function exampleText(unit: Unit, deck: Deck): string {
  return `${visible(nameOf(unit))}, ${serverOf(unit, deck)}, ${placeOf(unit, deck)}`;
}

/** Why each step is done, for `explain`. */
export function whyLines({ steps }: Stack, width: number, paint: ChalkInstance): string[] {
  return steps.flatMap(({ what, why }) => item("  - ", `${paint.bold(what)}: ${why}`, width));
}
