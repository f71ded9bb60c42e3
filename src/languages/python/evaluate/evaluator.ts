/** What following an expression asks of the whole: each part answers for its kind of syntax, and asks this for the rest. */

import type { Target } from "../modules.js";
import type { At } from "../tree.js";
import type { Env, Value } from "./values.js";

/** The steps that some questions may still take together. */
export interface Purse {
  left: number;
}

export interface Evaluator {
  /** The values that an expression can have. Empty where it can only be reached through itself. */
  evaluate(at: At, env: Env): readonly Value[];
  /** The values of a module's name: bound in it, imported into it, or a module of the package. */
  moduleMember(target: Target, name: string): readonly Value[];
  /** Works something out with steps that are not the server's. What they do not reach for is not remembered. */
  spending<T>(purse: Purse, work: () => T): T;
  /** Whether the server's own steps were used up: what was asked since is unknown. */
  isSpent(): boolean;
}
