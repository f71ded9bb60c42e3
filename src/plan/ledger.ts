/** The ledger: every tool found is in exactly one state, and the totals add up. */

import type { State, ToolSite } from "../types.js";

export const states: readonly State[] = [
  "migrated",
  "partial",
  "pending",
  "unsupported",
  "ignored",
];

export interface Ledger extends Readonly<Record<State | "found", number>> {
  /** How many of them stand for one tool or more each, whose names are made at run time; there where some do. */
  readonly open?: number | undefined;
}

/** Counts tools by state. A name that is made at run time is that of one or more: it counts once. */
export function ledgerOf(tools: readonly Pick<ToolSite, "state" | "name">[]): Ledger {
  const counts = { found: 0, migrated: 0, partial: 0, pending: 0, unsupported: 0, ignored: 0 };
  for (const tool of tools) {
    counts.found++;
    counts[tool.state]++;
  }
  const open = tools.filter(({ name }) => /^<.*>$/s.test(name)).length;
  return open > 0 ? { ...counts, open } : counts;
}

/** The ledger without the states that no tool is in, e.g. "10 tools found = 8 migrated + 2 pending". */
export function shortLedgerLine(ledger: Ledger): string {
  const parts = states
    .filter((state) => ledger[state] > 0)
    .map((state) => `${ledger[state]} ${state}`);
  const noun = ledger.found === 1 ? "tool" : "tools";
  return `${ledger.found} ${noun} found${parts.length > 0 ? ` = ${parts.join(" + ")}` : ""}`;
}

/** The ledger as people read it, e.g. "10 tools found = 8 migrated + 0 partial + …". */
export function ledgerLine(ledger: Ledger): string {
  const parts = states.map((state) => `${ledger[state]} ${state}`);
  const noun = ledger.found === 1 ? "tool" : "tools";
  const open = ledger.open ? ` (${ledger.open} of them stand for one tool or more each)` : "";
  return `${ledger.found} ${noun} found = ${parts.join(" + ")}${open}`;
}
