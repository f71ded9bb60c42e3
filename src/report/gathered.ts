/** Findings that say the same at many places: one line with a count, and every place in it. */

import type { Finding, Place } from "../types.js";
import { shownPlace } from "./places.js";

/** A finding, and the other places of which the same is to be said. */
export interface Gathered {
  readonly finding: Finding;
  readonly further: readonly Place[];
}

/** The findings of one server, each text once, in the order in which they come first. */
export function gathered(findings: readonly Finding[]): Gathered[] {
  const byText = new Map<string, { finding: Finding; further: Place[] }>();
  for (const finding of findings) {
    const known = byText.get(textOf(finding));
    if (known) known.further.push(finding.place);
    else byText.set(textOf(finding), { finding, further: [] });
  }
  return [...byText.values()];
}

/** What is fixed is not the same as what is left to do. */
function textOf({ rule, severity, message, remedy, fix }: Finding): string {
  return [rule, severity, message, remedy, fix !== undefined].join("\0");
}

/** What follows the line of the first place: ` [3 places: also 22:5, other.py:4:1]`; nothing where there is one. */
export function furtherText({ finding, further }: Gathered, from: string): string {
  if (further.length === 0) return "";
  const isHere = ({ file }: Place): boolean => file === finding.place.file;
  const shown = [
    ...further.filter(isHere).map(({ line, column }) => `${line}:${column}`),
    ...further.filter((place) => !isHere(place)).map((place) => shownPlace(place, from)),
  ];
  return ` [${further.length + 1} places: also ${shown.join(", ")}]`;
}
