/** What following an expression asks of the whole: each part answers for its kind of syntax, and asks this for the rest. */

import type { Target } from "../project/modules.js";
import type { At } from "../source/nodes.js";
import type { Env, Value } from "./values.js";

export interface Evaluator {
  /** The values that an expression can have. Empty where it can only be reached through itself. */
  evaluate(at: At, env: Env): readonly Value[];
  /** The values of a module's name: bound in it, imported into it, or a module of the package. */
  moduleMember(target: Target, name: string): readonly Value[];
  /** Results of questions that are asked again and again; the key names the question. */
  remember<T>(key: string, work: () => T): T;
  /** The same for a part of the question that is under way, by whose budget and guard it is worked out. */
  rememberPart<T>(key: string, work: () => T): T;
  /**
   * Results that no question asks for, but a finding alone: what leads back to itself within them does not depend on
   * the way to them, so that they are remembered all the same.
   */
  once<T>(key: string, work: () => T): T;
  /** A thunk that is worked out once in each question that needs it. */
  lazily<T>(make: () => T): () => T;
  /**
   * Works something out with other steps than the server's: `limit` for all that has this purpose. What they
   * do not reach for is unknown, and not remembered.
   */
  withinBudget<T>(purpose: string, limit: number, work: () => T): T;
  /** Whether the server's own steps were used up: what was asked since is unknown. */
  isExhausted(): boolean;
}
