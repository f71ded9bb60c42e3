/** Findings, made in one place: each is grave as its rule is, and says what helps. */

import type { Finding, Place, Severity } from "../types.js";
import { type RuleId, rules } from "./index.js";

/** What a finding says beyond its rule. Where it knows no remedy or severity of its own, the rule's count. */
export interface Details {
  readonly place: Place;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly fix?: Finding["fix"] | undefined;
}

/** A finding of a rule. */
export function findingOf(
  rule: RuleId,
  { place, message, remedy, severity, fix }: Details,
): Finding {
  return {
    rule,
    severity: severity ?? rules[rule].severity,
    place,
    message,
    remedy: remedy ?? rules[rule].remedy,
    ...(fix ? { fix } : {}),
  };
}

/** The finding as a note that says why it is no more: it fails no check, and nothing is inserted. */
export function asNote({ rule, place, message, ignored }: Finding, why: string): Finding {
  const note = { rule, severity: "note" as const, place, message: `${message} (${why})` };
  return ignored === undefined ? note : { ...note, ignored };
}

/** The finding as a note, since somebody chose to have it ignored and said why. */
export function asIgnored(finding: Finding, reason: string): Finding {
  return { ...asNote(finding, `ignored: ${reason}`), ignored: reason };
}

/** The place of what concerns a whole file. */
export function topOf(file: string): Place {
  return { file, line: 1, column: 1 };
}
