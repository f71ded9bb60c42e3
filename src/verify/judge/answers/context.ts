/** What an answer is made from. */

import type { Model, Operation } from "../models/model.js";
import type { Credentials } from "../types.js";
import type { Echo } from "./echo.js";
import type { Plan } from "./plan.js";

export interface AnswerContext {
  readonly model: Model;
  readonly operation: Operation;
  /** The account that is asked: its number is in every text that may hold it. */
  readonly accountId: string;
  readonly region: string;
  /** The judge's address: where addresses in an answer lead. */
  readonly url: string;
  readonly echo: Echo;
  readonly plan: Plan;
  /** Makes keys, for the operations that answer with some. */
  issueKeys(): Credentials;
}

/** Where in an answer a value stands. */
export interface Place {
  /** The member's name; a list's items have the list's, in the singular. */
  readonly name: string;
  /** The members' names from the top, with dots; lists and maps add none. */
  readonly path: string;
  /** The shapes around this one. */
  readonly within: readonly string[];
}
