/** What becomes of a finding that a comment `retrofit-ignore: reason` is for. */

import type { Finding } from "../types.js";

/** The finding as a note that names the reason: it fails no check, and nothing is inserted. */
export function ignoredFinding({ rule, place, message }: Finding, reason: string): Finding {
  return { rule, severity: "note", place, message: `${message} (ignored: ${reason})` };
}
