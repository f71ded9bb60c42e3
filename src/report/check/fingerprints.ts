/** What tells one finding from another, and stays the same while the lines around it come and go. */

import { createHash } from "node:crypto";
import type { ReportedPlace } from "./model.js";

/** What a fingerprint is made of. The message is not: it may be worded better in the next version. */
export interface Identity {
  readonly rule: string;
  readonly place: ReportedPlace;
  readonly tool?: string | undefined;
  /** The text of the line. */
  readonly line: string;
  /** Tells apart what is found at one place. */
  readonly message: string;
}

/**
 * The fingerprint of each finding, by `keyOf`: rule, file, tool and the line without its spaces, and for those that have
 * all of it in common which of them it is, from the top of the file.
 */
export function fingerprints(all: readonly Identity[]): ReadonlyMap<string, string> {
  const alike = new Map<string, Map<string, Identity>>();
  for (const one of all) {
    const subject = [one.rule, one.place.file, one.tool ?? "", one.line.replaceAll(/\s/g, "")];
    const key = subject.join("\0");
    alike.set(key, (alike.get(key) ?? new Map()).set(keyOf(one), one));
  }
  return new Map(
    [...alike].flatMap(([subject, group]) =>
      [...group]
        .sort(([, a], [, b]) => byPlace(a, b))
        .map(([key], index) => [key, hash(`${subject}\0${index}`)] as const),
    ),
  );
}

/** What is one and the same finding, also where two servers have it. */
export function keyOf({ rule, place, tool, message }: Identity): string {
  return [rule, place.file, place.line, place.column, tool, message].join("\0");
}

function byPlace(a: Identity, b: Identity): number {
  return (
    a.place.line - b.place.line ||
    a.place.column - b.place.column ||
    (a.message < b.message ? -1 : 1)
  );
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 20);
}
