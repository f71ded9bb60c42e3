/** What a key makes of a conversation: pure, a state and a key give the next state and what is to be done. */

import { decided, isUndecided, withReason } from "./decide.js";
import type { Deck, Unit } from "./deck.js";
import { pathsOf } from "./deck.js";
import { type Action, actionOf } from "./keys.js";
import { afterGroup, afterUnit, backFrom, finish, go, viewOfGroup } from "./moves.js";
import { found } from "./search.js";
import type { Key, Proposed, State, Step, Verdict, View } from "./state.js";

/** The next state, and what to do outside. Ctrl-C cancels in every view. */
export function step(deck: Deck, before: State, key: Key): Step {
  if (key.ctrl) return key.name === "c" ? { state: before, effect: "cancel" } : { state: before };
  const state = { ...before, note: undefined };
  const { view } = state;
  if (view.kind === "search" || view.kind === "reason") return typed(deck, state, view, key);
  const action = actionOf(view.kind, key);
  if (!action) return { state };
  return scrolled(state, action) ?? acted(deck, state, action);
}

/** The state once it is known what would be written. */
export function proposed(state: State, proposal: Proposed): State {
  if (state.view.kind !== "working") return state;
  const { then } = state.view;
  const view: View =
    then.kind === "part" && proposal.parts.length === 0 ? { kind: "end", isEarly: false } : then;
  return { ...state, proposed: proposal, view, seen: seenIn(view, state.seen) };
}

function acted(deck: Deck, state: State, action: Action): Step {
  const { view } = state;
  switch (action) {
    case "help":
    case "explain":
      return { state: go(state, { kind: action, under: view }) };
    case "whole":
      return { state: go(state, { kind: "file", under: view }) };
    case "search":
      return { state: go(state, { kind: "search", under: view, text: "" }) };
    case "reason":
      return { state: asksReason(deck, state) };
    case "back":
      return { state: backFrom(state) };
    case "open":
      return opened(deck, state);
    case "next":
      return nextOf(deck, state);
    case "accept":
      return ruled(deck, state, "accepted");
    case "skip":
      return ruled(deck, state, "skipped");
    case "file":
    case "server":
    case "all":
      return restAccepted(deck, state, action);
    case "quit":
      return left(state);
    case "look":
      return { state: partAt(state, 0) };
    case "write":
      return state.proposed ? { state, effect: "write" } : { state };
    case "nothing":
      return { state, effect: "write nothing" };
    default:
      return { state };
  }
}

const pages: Partial<Record<Action, number>> = { up: -1, down: 1, top: -1e9, bottom: 1e9 };

/** Lines are counted by the screen, which knows how many there are: a page is its own unit. */
function scrolled(state: State, action: Action): Step | undefined {
  const { view, scroll, screenful } = state;
  const by =
    pages[action] ?? (action === "page down" ? screenful : action === "page up" ? -screenful : 0);
  if (by === 0) return undefined;
  if (view.kind !== "members") return { state: { ...state, scroll: Math.max(0, scroll + by) } };
  return { state: { ...state, view: { ...view, cursor: Math.max(0, view.cursor + by) } } };
}

function opened(deck: Deck, state: State): Step {
  const { view } = state;
  if (view.kind === "overview") {
    return deck.units.length > 0
      ? { state: go(state, viewOfGroup(deck, 0)) }
      : finish(state, false);
  }
  if (view.kind === "group") {
    return { state: go(state, { kind: "members", group: view.group, cursor: 0 }) };
  }
  const unit = unitAt(deck, view);
  if (view.kind === "members" && unit) return { state: go(state, { kind: "unit", unit: unit.id }) };
  return nextOf(deck, state);
}

function nextOf(deck: Deck, state: State): Step {
  const { view } = state;
  if (view.kind === "group" || view.kind === "members") return afterGroup(deck, state, view.group);
  if (view.kind === "unit") return afterUnit(deck, state, view.unit, false);
  if (view.kind !== "part") return { state };
  return { state: partAt(state, view.part + 1) };
}

/** A part of what comes with the tools, or the last question behind the last. */
function partAt(state: State, part: number): State {
  const count = state.proposed?.parts.length ?? 0;
  const isEarly = state.past.some((view) => view.kind === "end" && view.isEarly);
  const view: View = part < count ? { kind: "part", part } : { kind: "end", isEarly };
  return { ...go(state, view), seen: seenIn(view, state.seen) };
}

function seenIn(view: View, seen: ReadonlySet<number>): ReadonlySet<number> {
  return view.kind === "part" ? new Set([...seen, view.part]) : seen;
}

/** The unit that a view is about: that at the cursor, or the one that stands for a group. */
export function unitAt(deck: Deck, view: View): Unit | undefined {
  if ("under" in view) return unitAt(deck, view.under);
  if (view.kind === "unit") return deck.units[view.unit];
  if (view.kind === "group") return deck.groups[view.group]?.units[0];
  if (view.kind !== "members") return undefined;
  const units = deck.groups[view.group]?.units ?? [];
  return units[Math.min(view.cursor, units.length - 1)];
}

function ruled(deck: Deck, state: State, verdict: Verdict): Step {
  const { view } = state;
  if (view.kind === "group") {
    const units = deck.groups[view.group]?.units ?? [];
    const open = units.filter(({ id }) => state.verdicts.get(id) !== "skipped");
    const meant = verdict === "skipped" || open.length === 0 ? units : open;
    return afterGroup(deck, decided(state, meant, verdict), view.group);
  }
  const unit = unitAt(deck, view);
  if (!unit) return { state };
  const next = decided(state, [unit], verdict);
  if (view.kind === "unit") return afterUnit(deck, next, unit.id, true);
  const last = (deck.groups[unit.group]?.units.length ?? 1) - 1;
  const cursor = Math.min((view.kind === "members" ? view.cursor : 0) + 1, last);
  return { state: { ...next, view: { kind: "members", group: unit.group, cursor } } };
}

function restAccepted(deck: Deck, state: State, action: "file" | "server" | "all"): Step {
  const unit = unitAt(deck, state.view);
  const paths = new Set(unit ? pathsOf(unit) : []);
  const isMeant = (each: Unit): boolean =>
    action === "all" ||
    (action === "server" ? each.server === unit?.server : pathsOf(each).some((p) => paths.has(p)));
  const rest = deck.units.filter((each) => isUndecided(state, each) && isMeant(each));
  const own = action === "all" || !unit ? [] : [unit];
  const next = decided(state, [...rest, ...own], "accepted");
  return action === "all" ? finish(next, false) : afterUnit(deck, next, unit?.id ?? 0, true);
}

function left(state: State): Step {
  const isNothing = ![...state.verdicts.values()].includes("accepted") && state.reasons.size === 0;
  return isNothing ? { state, effect: "write nothing" } : finish(state, true);
}

function asksReason(deck: Deck, state: State): State {
  const unit = unitAt(deck, state.view);
  if (!unit || unit.tools.length === 0) {
    return { ...state, note: "only a tool can be left out by a comment" };
  }
  return go(state, { kind: "reason", under: state.view, text: state.reasons.get(unit.id) ?? "" });
}

/** A text is typed: it ends with Enter, or with Escape as if nothing had been typed. */
function typed(
  deck: Deck,
  state: State,
  view: Extract<View, { text: string }>,
  { name, character }: Key,
): Step {
  if (name === "escape") return { state: backFrom(state) };
  if (name === "backspace") {
    return { state: { ...state, view: { ...view, text: view.text.slice(0, -1) } } };
  }
  if (name !== "return" && name !== "enter") {
    const text = view.text + (character ?? "");
    return { state: { ...state, view: { ...view, text } } };
  }
  const under = backFrom(state);
  if (view.kind === "search") return { state: found(deck, under, view.text) };
  const unit = unitAt(deck, view.under);
  if (!unit) return { state: under };
  const next = withReason(under, unit, view.text.trim());
  return view.text.trim() === "" ? { state: next } : afterUnit(deck, next, unit.id, true);
}
