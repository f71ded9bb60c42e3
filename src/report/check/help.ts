/** Where a reader of a report finds the page of a rule. */

import { version } from "../../version.js";

/**
 * The address of a rule's page, as it is in the published package of this very version: `docs/rules/` is part of
 * it. `mcp-retrofit explain RULE` prints the same page, and SARIF has it in it.
 */
export function helpOf(rule: string): string {
  return `https://unpkg.com/mcp-retrofit@${version}/docs/rules/${rule}.md`;
}
