/** Who is called for: with account A, with B, with none. */

import type { Arguments } from "../client/arguments.js";
import { PARAMETER } from "../client/listing.js";
import { A, B, BASE } from "../start/accounts.js";

export interface Caller {
  readonly name: "A" | "B" | "no account";
  readonly id: string;
  readonly region: string;
}

export const callers: readonly Caller[] = [
  { name: "A", id: A.id, region: A.region },
  { name: "B", id: B.id, region: B.region },
  { name: "no account", id: BASE.id, region: BASE.region },
];

export const [callerA, callerB, callerNone] = callers as [Caller, Caller, Caller];

/** A call's arguments, with the caller's account where there is one. */
export function argumentsOf(args: Arguments, caller: Caller): Arguments {
  return caller === callerNone ? args : { ...args, [PARAMETER]: caller.id };
}

/** What an account is called in a report. */
export function accountNamed(id: string | undefined): string {
  if (id === BASE.id) return "the server's own account";
  const known = callers.find((each) => each.id === id);
  return known ? `account ${known.name} (${id})` : `account ${id}`;
}
