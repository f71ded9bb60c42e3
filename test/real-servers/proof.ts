/** What is known of one server once it has been through the proof. */

import type { Calls } from "./calls.js";
import type { Comparison } from "./compare-listings.js";
import type { Complaints } from "./complaints.js";
import type { Entry } from "./entries.js";
import type { TestChange } from "./outcomes.js";
import type { Seen } from "./retrofit.js";
import type { Growth } from "./tree.js";

export interface Proof {
  readonly entry: Entry;
  /** The day of the run, as 2026-11-22. */
  readonly date: string;
  readonly seenBefore: Seen;
  readonly seenAfter: Seen;
  readonly retrofit: { readonly code: number | null; readonly seconds: number };
  readonly growth: Growth;
  /** Files that a second run changed: there must be none. */
  readonly changedAgain: readonly string[];
  readonly checkCode: number | null;
  readonly listing?: Listing;
  readonly calls?: Calls;
  /** Type errors (TypeScript) or ruff's reports (Python). */
  readonly complaints: { readonly before: number; readonly added: Complaints };
  /** Python files that do not compile afterwards. */
  readonly uncompiled: Complaints;
  readonly tests?: TestChange;
  /** What the wheel, installed alone, lists: how many tools, and how many with the parameter. */
  readonly wheel?: { readonly listed: number; readonly withParameter: number };
}

export interface Listing extends Comparison {
  readonly listed: number;
  /** Tools the server lists that the scan has under no name. */
  readonly notFound: readonly string[];
  /** Tools the scan has that the server does not list. */
  readonly notListed: readonly string[];
}

/** Everything that speaks against a proof, in words. None: it holds. */
export function failuresOf(proof: Proof): string[] {
  const { entry, seenBefore, seenAfter, growth, listing, tests, wheel } = proof;
  const named = new Set(entry.exactSchemaTests);
  const explained = new Set(Object.keys(entry.unlisted ?? {}));
  const newlyFailing = [...(tests?.newlyFailing ?? []), ...(tests?.failingAdded ?? [])];
  return [
    ...(proof.retrofit.code === 0 ? [] : [`retrofit ended with ${proof.retrofit.code}`]),
    ...(seenBefore.ledger.found > 0 ? [] : ["no tool found"]),
    ...(seenBefore.ledger.found === seenAfter.ledger.found ? [] : ["tools were lost or gained"]),
    ...count(seenAfter.ledger.pending + seenAfter.ledger.partial, "tool still pending or partial"),
    ...growth.damaged.map((file) => `${file} is not the original with insertions`),
    ...proof.changedAgain.map((file) => `a second run changed ${file}`),
    ...(listing?.notFound ?? []).map((name) => `${name} is listed and was not found`),
    ...(listing?.notListed ?? [])
      .filter((name) => !explained.has(name))
      .map((name) => `${name} was found and is not listed`),
    ...(listing?.differences ?? []),
    ...(proof.calls?.heedless ?? []),
    ...proof.complaints.added.map((complaint) => `new: ${complaint}`),
    ...proof.uncompiled,
    ...newlyFailing.filter((name) => !named.has(name)).map((name) => `newly failing: ${name}`),
    ...(wheel && wheel.withParameter < wheel.listed
      ? ["the wheel's tools lack the parameter"]
      : []),
  ];
}

function count(amount: number, what: string): string[] {
  return amount === 0 ? [] : [`${amount} ${what}`];
}
