/** What every wire protocol gives: an answer, or an error, as it goes over the wire. */

import type { Value } from "../answers/value.js";
import type { Model, Operation } from "../models/model.js";

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** An answer of an operation: its members by their names in the model. */
export interface Answer {
  readonly model: Model;
  readonly operation: Operation;
  readonly value: Readonly<Record<string, Value>>;
  readonly requestId: string;
}

export interface WireError {
  /** AWS's code, e.g. `AccessDenied`. */
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly requestId: string;
}

/** How a protocol writes. */
export interface Writer {
  answer(answer: Answer): WireAnswer;
  error(error: WireError): WireAnswer;
}
