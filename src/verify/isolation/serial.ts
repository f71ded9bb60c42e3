/** Calls of one tool one after another: with A, with B, with no account. */

import type { Answer } from "../client/session.js";
import type { JudgedRequest } from "../judge/index.js";
import type { Trial } from "../start/each-tool.js";
import type { Fault } from "../types.js";
import { argumentsOf, type Caller, callers } from "./callers.js";
import { faultOf } from "./signers.js";

/** A call, its answer and what it sent. */
export interface Exchange {
  readonly caller: Caller;
  readonly answer: Answer;
  readonly requests: readonly JudgedRequest[];
}

/** Long enough for what a server does a while after its answer. */
export const LONG_SETTLE_MS = 400;

/** One call for each caller, up to one that is late: what follows would be taken for its requests. */
export async function round(trial: Trial, settleMs?: number): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const caller of callers) {
    if (trial.session.isBehind()) break;
    exchanges.push(await exchange(trial, caller, settleMs));
  }
  return exchanges;
}

/** One call, and what came of it. */
export async function exchange(
  { tool, args, session, traffic }: Trial,
  caller: Caller,
  settleMs?: number,
): Promise<Exchange> {
  const call = () => session.call(tool, argumentsOf(args, caller));
  const { value, requests } = await traffic.during(call, settleMs);
  return { caller, answer: value, requests };
}

/** What is wrong with who signed, in several exchanges. */
export function signerFaults(exchanges: readonly Exchange[]): Fault[] {
  return exchanges.flatMap(({ caller, requests }) =>
    requests.flatMap((request) => faultOf(request, caller) ?? []),
  );
}

/**
 * The faults of a step that a second time shows as well, with pauses in it: what a call does late might else be taken
 * for the next one's.
 */
export async function confirmed(step: (settleMs?: number) => Promise<Fault[]>): Promise<Fault[]> {
  const suspected = await step();
  return suspected.length === 0 ? [] : step(LONG_SETTLE_MS);
}
