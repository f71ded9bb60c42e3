/** Findings that say the same at many places: one line with a count, and every place in it. */

import type { Finding, Place, Severity } from "../types.js";
import { shownPlace } from "./places.js";

/** What is compared of findings, whatever else they have. */
interface Told {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly fix?: unknown;
  readonly place: Place;
}

/** A finding, and the other places of which the same is to be said. */
export interface Gathered<T extends Told = Finding> {
  readonly finding: T;
  readonly further: readonly Place[];
}

/** The findings of one server, each text once, in the order in which they come first. */
export function gathered<T extends Told>(findings: readonly T[]): Gathered<T>[] {
  const byText = new Map<string, { finding: T; further: Place[] }>();
  for (const finding of findings) {
    const known = byText.get(textOf(finding));
    if (known) known.further.push(finding.place);
    else byText.set(textOf(finding), { finding, further: [] });
  }
  return [...byText.values()];
}

/** What is fixed is not the same as what is left to do. */
function textOf({ rule, severity, message, remedy, fix }: Told): string {
  return [rule, severity, message, remedy, fix !== undefined].join("\0");
}

/** What follows the line of the first place: ` [3 places: also 22:5, other.py:4:1]`; nothing where there is one. */
export function furtherText<T extends Told>(
  { finding, further }: Gathered<T>,
  from: string,
): string {
  if (further.length === 0) return "";
  const isHere = ({ file }: Place): boolean => file === finding.place.file;
  const shown = [
    ...further.filter(isHere).map(({ line, column }) => `${line}:${column}`),
    ...further.filter((place) => !isHere(place)).map((place) => shownPlace(place, from)),
  ];
  return ` [${further.length + 1} places: also ${shown.join(", ")}]`;
}
