/** From one view to another. */

import { isUndecided } from "./decide.js";
import type { Deck } from "./deck.js";
import type { State, Step, View } from "./state.js";

/** To a view, from which `back` leads to the present one. */
export function go(state: State, view: View): State {
  return { ...state, view, past: [...state.past, state.view], scroll: 0 };
}

/** To the view before; stays where there is none. */
export function backFrom(state: State): State {
  const view = state.past.at(-1);
  if (!view) return state;
  return { ...state, view, past: state.past.slice(0, -1), scroll: 0 };
}

/** A group of one is shown as what it is. */
export function viewOfGroup({ groups }: Deck, group: number): View {
  const units = groups[group]?.units ?? [];
  const [only] = units;
  return only && units.length === 1 ? { kind: "unit", unit: only.id } : { kind: "group", group };
}

/** To the group behind one that has something to decide, or to the end. */
export function afterGroup(deck: Deck, state: State, group: number): Step {
  const next = deck.groups.findIndex(
    ({ units }, index) => index > group && units.some((unit) => isUndecided(state, unit)),
  );
  return next < 0 ? finish(state, false) : { state: go(state, viewOfGroup(deck, next)) };
}

/** To the unit behind one in its group, only to one that is not decided where `isOpen` says so; or behind the group. */
export function afterUnit(deck: Deck, state: State, id: number, isOpen: boolean): Step {
  const unit = deck.units[id];
  if (!unit) return { state };
  const rest = deck.groups[unit.group]?.units.filter((each) => each.id > id) ?? [];
  const next = rest.find((each) => !isOpen || isUndecided(state, each));
  if (!next) return afterGroup(deck, state, unit.group);
  return { state: go(state, { kind: "unit", unit: next.id }) };
}

/** To what comes with the tools, and then the last question; straight to that where somebody leaves early. */
export function finish(state: State, isEarly: boolean): Step {
  const end: View = { kind: "end", isEarly };
  const then: View = isEarly ? end : { kind: "part", part: 0 };
  if (state.proposed) return { state: go(state, state.proposed.parts.length > 0 ? then : end) };
  return { state: { ...go(state, { kind: "working", then }) }, effect: "propose" };
}
