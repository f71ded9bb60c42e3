/** What a proof is made of: the words of this folder. */

import type { Place } from "../types.js";

/** The five things that are proved of a tool, and of the server around it. */
export type Check = "contract" | "default" | "isolation" | "errors" | "deployable";

export const checks: readonly Check[] = [
  "contract",
  "default",
  "isolation",
  "errors",
  "deployable",
];

/** Something that is wrong. */
export interface Fault {
  readonly check: Check;
  readonly message: string;
  /** The request that shows it: `s3:ListBuckets eu-west-1 → 127.0.0.1:1234/…`. */
  readonly request?: string;
  /** The key id that signed it. */
  readonly key?: string;
}

/** Why something is not proven, though nothing is known to be wrong. */
export interface Gap {
  readonly check: Check;
  readonly reason: string;
}

/** Requests of one kind that a tool was seen to send when it was called in one way. */
export interface SeenRequest {
  /** Whom it was called for: "A", "B" or "no account". */
  readonly caller: string;
  /** `s3:ListBuckets in eu-west-1`. */
  readonly request: string;
  /** Whose keys signed it. */
  readonly signer: string;
  readonly times: number;
}

export type Outcome = "proven" | "failed" | "not proven";

/** What was found out about one tool. */
export interface ToolProof {
  readonly name: string;
  readonly outcome: Outcome;
  /** Where the tool is in the sources, where the scan knows it. */
  readonly place?: Place;
  readonly faults: readonly Fault[];
  readonly gaps: readonly Gap[];
  /** The AWS requests that it was seen to send. */
  readonly requests: number;
  /** These requests by kind: what the proof of isolation rests on. */
  readonly seen: readonly SeenRequest[];
  /** Why it may stay unproven: from the configuration. */
  readonly allowed?: string;
}

/** What was found out about one server. */
export interface ServerProof {
  readonly name: string;
  readonly root: string;
  readonly tools: readonly ToolProof[];
  /** What is wrong with the server as a whole. */
  readonly faults: readonly Fault[];
  /** What a reader should know and what makes nothing wrong. */
  readonly notes: readonly string[];
  /** The characters that the parameter adds to `tools/list`. */
  readonly parameterCharacters: number;
  readonly requests: number;
  readonly seconds: number;
}
