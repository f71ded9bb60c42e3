/** Decisions, and what they make stale. */

import type { Unit } from "./deck.js";
import type { State, Verdict } from "./state.js";

/** The state with these units decided. What was proposed before does not hold any more. */
export function decided(state: State, units: readonly Unit[], verdict: Verdict): State {
  const verdicts = new Map(state.verdicts);
  const reasons = new Map(state.reasons);
  for (const { id } of units) {
    verdicts.set(id, verdict);
    if (verdict === "accepted") reasons.delete(id);
  }
  return { ...state, verdicts, reasons, proposed: undefined, seen: new Set() };
}

/** The state with a unit skipped for a reason; without one where the reason is empty. */
export function withReason(state: State, unit: Unit, reason: string): State {
  const next = decided(state, reason === "" ? [] : [unit], "skipped");
  const reasons = new Map(next.reasons);
  if (reason === "") reasons.delete(unit.id);
  else reasons.set(unit.id, reason);
  return { ...next, reasons };
}

/** Whether nothing was said of a unit yet. */
export function isUndecided({ verdicts }: State, { id }: Unit): boolean {
  return !verdicts.has(id);
}

/** How many tools of some units have each verdict. */
export function tally(
  { verdicts }: State,
  units: readonly Unit[],
): Readonly<Record<Verdict | "open", number>> {
  const counts = { accepted: 0, skipped: 0, open: 0 };
  for (const unit of units) {
    counts[verdicts.get(unit.id) ?? "open"] += Math.max(1, unit.tools.length);
  }
  return counts;
}
