/** The last question: what would be written, what not, and what nobody looked at. */

import type { ChalkInstance } from "chalk";
import { count } from "../../report/count.js";
import { problemLine } from "../../report/places.js";
import { totalLine } from "../../report/total.js";
import { visible } from "../../report/visible.js";
import { tally } from "../decide.js";
import type { Deck } from "../deck.js";
import type { State } from "../state.js";
import { namesText, serverOf, tallyText } from "./about.js";
import { partTitle } from "./part.js";
import { item, wrap } from "./text.js";

/** `Write the 12 accepted, or nothing?` */
export function endTitle(deck: Deck, state: State): string {
  const { accepted } = tally(state, deck.units);
  const what = state.reasons.size > 0 ? ` and ${count(state.reasons.size, "comment")}` : "";
  return isNothing(state)
    ? "Nothing is accepted: nothing will be written"
    : `Write the ${accepted} accepted${what}, or nothing?`;
}

export function endLines(deck: Deck, state: State, width: number, paint: ChalkInstance): string[] {
  const { proposed, verdicts } = state;
  if (!proposed) return [];
  const accepted = deck.units.filter(({ id }) => verdicts.get(id) === "accepted");
  const servers = [...new Set(accepted.map(({ server }) => server))];
  const unseen = proposed.parts.filter((_, index) => !state.seen.has(index));
  return [
    ...wrap(`${tallyText(state, deck.units)}.`, width),
    ...wrap(totalLine(proposed.servers), width),
    "",
    ...servers.flatMap((server) => {
      const own = accepted.filter((unit) => unit.server === server);
      const name = own[0] ? serverOf(own[0], deck) : "";
      return item("  ", `${paint.bold(name)}: ${namesText(own, 200)}`, width);
    }),
    ...proposed.parts.flatMap((part) => item("  ", paint.dim(partTitle(part)), width)),
    "",
    ...proposed.problems.flatMap((each) =>
      item("  ! ", paint.red(visible(problemLine(each, deck.cwd))), width),
    ),
    ...(unseen.length > 0 && !isNothing(state)
      ? wrap(
          paint.yellow(`Not looked at yet: ${unseen.map(partTitle).join("; ")} (l shows them)`),
          width,
        )
      : []),
  ];
}

function isNothing({ proposed }: State): boolean {
  return (proposed?.servers ?? []).every(({ gated }) => gated.changes.length === 0);
}
