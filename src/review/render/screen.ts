/** A whole screen: a title, as much of the view as there is room for, and what the keys do. */

import type { ChalkInstance } from "chalk";
import { visible } from "../../report/visible.js";
import type { Deck } from "../deck.js";
import { bindingsOf } from "../keys.js";
import type { State, View } from "../state.js";
import { unitAt } from "../step.js";
import { endLines, endTitle } from "./end.js";
import { groupLines, groupTitle, memberLines } from "./group.js";
import { explainLines, helpLines } from "./overlays.js";
import { overviewLines, overviewTitle } from "./overview.js";
import { partLines, partTitle } from "./part.js";
import { cut, fitParts, wrap } from "./text.js";
import { unitLines, unitTitle, wholeFiles } from "./unit.js";

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Screen {
  /** No more than there are rows, none wider than the columns. */
  readonly lines: readonly string[];
  /** The state with what only the screen knows: how far it can be scrolled, and how much fits. */
  readonly state: State;
}

interface Body {
  readonly title: string;
  readonly lines: readonly string[];
  /** The row to begin at, where nothing was scrolled. */
  readonly first?: number;
  /** The row that is to be seen. */
  readonly cursor?: number;
}

const NARROWEST = 20;

/** What the terminal shows of a conversation. */
export function screenOf(deck: Deck, state: State, size: Size, paint: ChalkInstance): Screen {
  const width = Math.max(NARROWEST, size.columns);
  const body = bodyOf(deck, state, width, paint);
  const head = [...wrap(paint.bold(body.title), width).slice(0, 2), paint.dim("-".repeat(width))];
  const foot = footOf(state, width, paint);
  const room = Math.max(1, size.rows - head.length - foot.length);
  const scroll = scrollOf(state, body, room);
  const shown = body.lines.slice(scroll, scroll + room);
  const blank = Array.from({ length: room - shown.length }, () => "");
  const rest = restText(body.lines.length, scroll, room);
  const lines = [...head, ...shown, ...blank, ...footWith(foot, rest, width, paint)];
  return { lines: lines.slice(0, size.rows), state: kept(state, scroll, room, body.lines.length) };
}

/** The cursor of a list stays inside of it, and so does the scrolling of a text. */
function kept(state: State, scroll: number, screenful: number, count: number): State {
  const { view } = state;
  const inside =
    view.kind === "members" ? { ...view, cursor: Math.min(view.cursor, count - 1) } : view;
  return { ...state, view: inside, scroll, screenful };
}

function scrollOf({ scroll }: State, { lines, first, cursor }: Body, room: number): number {
  const most = Math.max(0, lines.length - room);
  if (cursor !== undefined) {
    return Math.min(most, Math.max(0, cursor - Math.floor(room / 2)));
  }
  return Math.min(most, scroll === 0 && first !== undefined ? Math.max(0, first - 3) : scroll);
}

function bodyOf(deck: Deck, state: State, width: number, paint: ChalkInstance): Body {
  const { view } = state;
  switch (view.kind) {
    case "overview":
      return { title: overviewTitle(deck), lines: overviewLines(deck, width, paint) };
    case "unit":
    case "group":
    case "members":
      return decisionBody(deck, state, view, width, paint);
    case "part": {
      const part = state.proposed?.parts[view.part];
      if (!part) return { title: "", lines: [] };
      const count = state.proposed?.parts.length ?? 0;
      const title = `Comes with them, ${view.part + 1} of ${count}: ${partTitle(part)}`;
      return { title, lines: partLines(part, deck, width, paint) };
    }
    case "end":
      return { title: endTitle(deck, state), lines: endLines(deck, state, width, paint) };
    case "help":
      return { title: "Keys", lines: helpLines(view.under, width, paint) };
    case "explain":
      return { title: "Why", lines: explainLines(deck, state, width, paint) };
    case "file": {
      const unit = unitAt(deck, view);
      if (!unit) return { title: "", lines: [] };
      return {
        title: `The whole file, with ${unitTitle(unit)}`,
        ...wholeFiles(unit, deck, width, paint),
      };
    }
    case "working":
      return { title: "Putting together what would be written …", lines: [] };
    case "search":
    case "reason":
      return bodyOf(deck, { ...state, view: view.under }, width, paint);
  }
}

function decisionBody(
  deck: Deck,
  state: State,
  view: Extract<View, { kind: "unit" | "group" | "members" }>,
  width: number,
  paint: ChalkInstance,
): Body {
  const unit = unitAt(deck, view);
  const stack = deck.groups[unit?.group ?? -1];
  if (!unit || !stack) return { title: "", lines: [] };
  const where = `${unit.group + 1} of ${deck.groups.length}`;
  if (view.kind === "unit") {
    const isOne = stack.units.length === 1;
    const member = isOne ? "" : `, ${stack.units.indexOf(unit) + 1} of ${stack.units.length}`;
    return {
      title: `Group ${where}${member}: ${unitTitle(unit)}`,
      lines: unitLines(unit, state, deck, width, paint),
    };
  }
  const title = `Group ${where}, ${groupTitle(stack)}`;
  if (view.kind === "group") return { title, lines: groupLines(stack, state, deck, width, paint) };
  const { cursor } = view;
  return { title, lines: memberLines(stack, cursor, state, deck, width, paint), cursor };
}

function footOf(state: State, width: number, paint: ChalkInstance): string[] {
  const { view, note } = state;
  const line = paint.dim("-".repeat(width));
  if (view.kind === "search")
    return [line, cut(`Search (Enter goes there): ${visible(view.text)}_`, width)];
  if (view.kind === "reason") {
    return [
      line,
      ...wrap(`Why is it left out? (Enter skips it for good) ${visible(view.text)}_`, width),
    ];
  }
  const labelled = bindingsOf(view.kind).filter(({ label, action }) => label && action !== "help");
  const keys = [
    ...labelled.map(({ shown, label }) => `${paint.bold(shown)} ${label}`),
    ...(bindingsOf(view.kind).some(({ action }) => action === "help")
      ? [`${paint.bold("?")} keys`]
      : []),
  ];
  return [line, ...(note ? wrap(visible(note), width) : []), fitParts(keys, width, "  ")];
}

/** The line above the keys says where in the text one is. */
function footWith(
  foot: readonly string[],
  rest: string,
  width: number,
  paint: ChalkInstance,
): string[] {
  if (rest === "") return [...foot];
  return [
    paint.dim(`${"-".repeat(Math.max(0, width - rest.length - 2))} ${rest} `.slice(0, width)),
    ...foot.slice(1),
  ];
}

function restText(count: number, scroll: number, room: number): string {
  if (count <= room) return "";
  const below = count - scroll - room;
  return below > 0 ? `${below} lines below` : "end";
}
