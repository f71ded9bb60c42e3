/** What is known of the process that loads a server's main, and what an expression is worth in it. */

import type { ts } from "../../source/compiler.js";

/** How the main is loaded: by the entry point, or by Node.js itself with the entry point before it. */
export type Form = "imported" | "preloaded";

export interface World {
  readonly form: Form;
  /** The main as Node.js runs it, absolute. */
  readonly main: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Whether every condition is taken for unknown: what can be reached at all. */
  readonly isAnything?: boolean;
}

/** What nothing is known of. */
export const unknown = Symbol("unknown");

/** An object of which some members are known. `id` tells apart what is compared by identity. */
export interface Thing {
  readonly id?: string;
  readonly members: ReadonlyMap<string, Known>;
  /** Whether what is no member may still be one. */
  readonly isOpen: boolean;
}

export type Known =
  | string
  | number
  | boolean
  | undefined
  | null
  | Thing
  | readonly Known[]
  | typeof unknown;

/** A place in the course of loading: what parameters are bound to there, and how deep it is. */
export interface Moment {
  readonly world: World;
  readonly frame: ReadonlyMap<ts.Node, Known>;
  readonly depth: number;
  /** The constants of modules whose value is known already, in this world. */
  readonly constants: Map<ts.Node, Known>;
}

export function thing(members: Readonly<Record<string, Known>>, id?: string): Thing {
  return { members: new Map(Object.entries(members)), isOpen: true, ...(id ? { id } : {}) };
}

export function isThing(value: Known): value is Thing {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True, false, or undefined where that can't be told. */
export function truthOf(value: Known): boolean | undefined {
  return value === unknown ? undefined : Boolean(value);
}

/** Whether two values are the same; undefined where that can't be told. */
export function areSame(a: Known, b: Known): boolean | undefined {
  if (a === unknown || b === unknown) return undefined;
  if (isThing(a) && isThing(b)) return a.id && b.id ? a.id === b.id : undefined;
  if (Array.isArray(a) && Array.isArray(b)) return undefined;
  return a === b;
}
