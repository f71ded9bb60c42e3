/** The line for a whole run. */

import type { Change } from "../plan/compose.js";
import { withoutRepeats } from "../plan/compose.js";
import type { Prepared } from "../run/prepare.js";
import { isByHand, planLine } from "./summary.js";

/** What the changes of some servers amount to: how many tools in how many servers, files, bytes and lines. */
export function totalLine(
  servers: readonly Prepared[],
  changes: readonly Change[] = changesOf(servers),
): string {
  const reach = {
    tools: servers.flatMap(({ gated }) => gated.selection.tools).length,
    servers: servers.filter(({ gated }) => gated.changes.length > 0).length,
    byHand: servers.flatMap(({ plan }) => plan.scan.tools.filter(isByHand)).length,
  };
  return planLine(reach, changes);
}

/** The changes of some servers, each file once. */
export function changesOf(servers: readonly Prepared[]): Change[] {
  return withoutRepeats(servers.flatMap(({ gated }) => gated.changes));
}
