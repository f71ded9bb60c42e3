/** Where the new parameter stands, and why it had to be last. */

import type { CallSite } from "../forms/found-tool.js";
import { isContext, isRequired, type Parameter } from "./parameters.js";

export interface Slot {
  /** The parameter is inserted before the one with this index; behind all where it is their number. */
  readonly index: number;
  /** The calls by position that kept it from the first optional place. */
  readonly shifted: readonly CallSite[];
}

/**
 * The first optional place, right after the context and the required parameters, unless that would
 * shift an argument passed by position; then, and where `last` is asked for, the last place.
 */
export function slotFor(
  parameters: readonly Parameter[],
  bound: boolean,
  last: boolean,
  callers: () => readonly CallSite[],
): Slot {
  const end = lastIndex(parameters);
  const first = firstOptionalIndex(parameters, bound);
  if (last || first >= end) return { index: end, shifted: [] };
  const shifted = shiftedBy(parameters, first, bound, callers);
  return { index: shifted.length > 0 ? end : first, shifted };
}

function firstOptionalIndex(parameters: readonly Parameter[], bound: boolean): number {
  const slash = parameters.findIndex(({ kind }) => kind === "slash");
  const from = Math.max(slash + 1, bound ? 1 : 0);
  const found = parameters.findIndex(
    (parameter, index) => index >= from && !isRequired(parameter) && !isContext(parameter),
  );
  return found < 0 ? parameters.length : found;
}

/** Nothing may follow `**kwargs`; behind `*` or `*args` the parameter is keyword-only, which is how tools are called. */
function lastIndex(parameters: readonly Parameter[]): number {
  return parameters.at(-1)?.kind === "kwargs" ? parameters.length - 1 : parameters.length;
}

function shiftedBy(
  parameters: readonly Parameter[],
  index: number,
  bound: boolean,
  callers: () => readonly CallSite[],
): readonly CallSite[] {
  const next = parameters[index]?.kind;
  if (next !== "plain" && next !== "args") return [];
  const before = parameters.slice(0, index).filter(({ kind }) => kind === "plain").length;
  const filled = before - (bound ? 1 : 0);
  const counts = callers().filter(({ positional, starred }) => starred || positional > filled);
  return counts.filter(({ isAnother }) => !isAnother);
}
