/** What is said of a unit: where it is, how it stands, what was found at it. */

import type { ChalkInstance } from "chalk";
import { count } from "../../report/count.js";
import { shownPath, shownPlace } from "../../report/places.js";
import { visible } from "../../report/visible.js";
import type { Finding } from "../../types.js";
import { tally } from "../decide.js";
import { type Deck, nameOf, type Unit } from "../deck.js";
import type { State } from "../state.js";

/** `src/server.ts:12:5`, of its first tool or fix. */
export function placeOf({ tools, fixes }: Unit, { cwd }: Deck): string {
  const place = (tools[0] ?? fixes[0])?.place;
  return place ? visible(shownPlace(place, cwd)) : "";
}

/** The name of a unit's server. */
export function serverOf({ server }: Unit, { servers }: Deck): string {
  return visible(servers[server]?.plan.server.name ?? "");
}

/** `[x]` accepted, `[-]` skipped, `[ ]` not decided. */
export function mark({ verdicts }: State, { id }: Unit): string {
  const verdict = verdicts.get(id);
  return verdict === "accepted" ? "[x]" : verdict === "skipped" ? "[-]" : "[ ]";
}

/** The state of a unit in words. */
export function verdictOf(state: State, { id }: Unit): string {
  const reason = state.reasons.get(id);
  if (reason !== undefined) return `left out: ${visible(reason)}`;
  return state.verdicts.get(id) ?? "not decided";
}

/** `12 accepted, 3 skipped, 40 not decided`. */
export function tallyText(state: State, units: readonly Unit[]): string {
  const { accepted, skipped, open } = tally(state, units);
  return [
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(open > 0 ? [`${open} not decided`] : []),
  ].join(", ");
}

/** A finding in a line. */
export function findingText(
  { rule, severity, place, message, remedy }: Finding,
  cwd: string,
  paint: ChalkInstance,
): string {
  const colour = { error: paint.red, warning: paint.yellow, note: paint.dim }[severity];
  const what = `${visible(message)}${remedy ? ` (${visible(remedy)})` : ""}`;
  return `${colour(rule)} ${paint.dim(visible(shownPlace(place, cwd)))}: ${what}`;
}

/** The names of units, as far as they are few, and how many there are. */
export function namesText(units: readonly Unit[], most: number): string {
  const names = units.slice(0, most).map((unit) => visible(nameOf(unit)));
  const more = units.length - names.length;
  return `${names.join(", ")}${more > 0 ? `, and ${count(more, "more").replace(/s$/, "")}` : ""}`;
}

/** The files of a unit from where the program runs. */
export function pathText(path: string, { cwd }: Deck): string {
  return visible(shownPath(path, cwd));
}
