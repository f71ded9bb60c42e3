/** What findings have in common. */

import { asIgnored, type Details, findingOf } from "../../../rules/finding.js";
import type { RuleId } from "../../../rules/index.js";
import type { Finding } from "../../../types.js";
import type { Program } from "../evaluate/program.js";
import { type At, placeOf } from "../source/nodes.js";
import { ignoreReason } from "../source/pragma.js";

/** A finding of a rule at a node; a note, where a pragma there gives a reason to ignore it. */
export function finding(
  program: Program,
  rule: RuleId,
  at: At,
  message: string,
  remedy?: string,
  more: Pick<Details, "severity" | "fix"> = {},
): Finding[] {
  const found = findingOf(rule, { place: placeOf(at), message, remedy, ...more });
  const reason = ignoreReason(program, [at]);
  return [reason ? asIgnored(found, reason) : found];
}
