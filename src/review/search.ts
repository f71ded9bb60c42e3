/** Looking for a tool by a text. */

import { shownPath } from "../report/places.js";
import { type Deck, nameOf, pathsOf, type Unit } from "./deck.js";
import { go } from "./moves.js";
import type { State, View } from "./state.js";

/** The state at the next tool whose name, file or server has the text, or the last text where none is given. */
export function found(deck: Deck, state: State, text: string): State {
  const sought = text === "" ? state.sought : text;
  if (sought === "") return state;
  const from = positionOf(deck, state.view);
  const inOrder = [...deck.units.slice(from + 1), ...deck.units.slice(0, from + 1)];
  const unit = inOrder.find((each) => has(each, sought.toLowerCase(), deck));
  if (!unit) return { ...state, sought, note: `no tool, file or server has "${sought}"` };
  return { ...go(state, { kind: "unit", unit: unit.id }), sought };
}

function has(unit: Unit, text: string, { servers, cwd }: Deck): boolean {
  const { name } = servers[unit.server]?.plan.server ?? { name: "" };
  const texts = [nameOf(unit), name, ...pathsOf(unit).map((path) => shownPath(path, cwd))];
  return texts.some((each) => each.toLowerCase().includes(text));
}

function positionOf({ groups }: Deck, view: View): number {
  if (view.kind === "unit") return view.unit;
  if (view.kind !== "group" && view.kind !== "members") return -1;
  const first = groups[view.group]?.units[0]?.id ?? 0;
  return first + (view.kind === "members" ? view.cursor : -1);
}
