/** Where a conversation is. */

import type { Prepared } from "../run/prepare.js";
import type { Problem } from "../types.js";
import type { Part } from "./rest.js";

export type Verdict = "accepted" | "skipped";

/** What fills the screen. */
export type View =
  | { readonly kind: "overview" }
  /** A group by one of its units. */
  | { readonly kind: "group"; readonly group: number }
  | { readonly kind: "members"; readonly group: number; readonly cursor: number }
  | { readonly kind: "unit"; readonly unit: number }
  | { readonly kind: "part"; readonly part: number }
  /** The last question; `isEarly` where something was not decided. */
  | { readonly kind: "end"; readonly isEarly: boolean }
  | { readonly kind: "help" | "explain" | "file"; readonly under: View }
  | { readonly kind: "search" | "reason"; readonly under: View; readonly text: string }
  | { readonly kind: "working"; readonly then: View };

/** What would be written of what is accepted, gated. */
export interface Proposed {
  readonly servers: readonly Prepared[];
  readonly parts: readonly Part[];
  readonly problems: readonly Problem[];
}

export interface State {
  readonly view: View;
  /** The views before, the last one last. */
  readonly past: readonly View[];
  readonly scroll: number;
  /** How many lines of a view fit the screen: the screen says so. */
  readonly screenful: number;
  /** By unit; nothing is said of one that is not decided. */
  readonly verdicts: ReadonlyMap<number, Verdict>;
  /** Why a unit is left out for good, in a pragma. */
  readonly reasons: ReadonlyMap<number, string>;
  readonly proposed: Proposed | undefined;
  /** The parts of it that were looked at. */
  readonly seen: ReadonlySet<number>;
  /** Said below the view until the next key. */
  readonly note: string | undefined;
  /** What was looked for last. */
  readonly sought: string;
}

/** What is to be done outside of the conversation. */
export type Effect = "propose" | "write" | "write nothing" | "cancel";

/** What a key leads to. */
export interface Step {
  readonly state: State;
  readonly effect?: Effect;
}

/** A key as Node's readline tells it: a name, or the character. */
export interface Key {
  readonly name: string;
  /** What it writes in a text; undefined for keys that write nothing. */
  readonly character?: string | undefined;
  readonly ctrl?: boolean;
}

export const start: State = {
  view: { kind: "overview" },
  past: [],
  scroll: 0,
  screenful: 10,
  verdicts: new Map(),
  reasons: new Map(),
  proposed: undefined,
  seen: new Set(),
  note: undefined,
  sought: "",
};
