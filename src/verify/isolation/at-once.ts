/** Many calls of one tool at once, for all callers in turn. */

import type { Answer } from "../client/session.js";
import type { JudgedRequest } from "../judge/index.js";
import type { Trial } from "../start/each-tool.js";
import type { Fault } from "../types.js";
import { accountNamed, argumentsOf, type Caller, callers } from "./callers.js";
import type { Exchange } from "./serial.js";
import { isolationFault, signedBy } from "./signers.js";

/** What is wrong with the calls. `alone` is a round of single calls: what each caller's call sends and answers. */
export async function atOnce(
  { tool, args, session, traffic }: Trial,
  alone: readonly Exchange[],
  calls: number,
  settleMs?: number,
): Promise<Fault[]> {
  const turns = Array.from(
    { length: calls },
    (_, index) => callers[index % callers.length] as Caller,
  );
  const { value: answers, requests } = await traffic.during(
    () => Promise.all(turns.map((caller) => session.call(tool, argumentsOf(args, caller)))),
    settleMs,
  );
  const counted = (caller: Caller): number => turns.filter((each) => each === caller).length;
  return [
    ...balance(alone, requests, counted),
    ...strangers(requests),
    ...swapped(alone, turns, answers),
  ].slice(0, 3);
}

/** One account signed too much of what another signed too little. */
function balance(
  alone: readonly Exchange[],
  requests: readonly JudgedRequest[],
  counted: (caller: Caller) => number,
): Fault[] {
  const differences = alone.map(({ caller, requests: own }) => {
    const signed = signedBy(caller, requests);
    return { caller, signed, difference: signed.length - own.length * counted(caller) };
  });
  const over = differences.find(({ difference }) => difference > 0);
  const under = differences.find(({ difference }) => difference < 0);
  const [last] = over?.signed.slice(-1) ?? [];
  if (!over || !under || !last) return [];
  return [
    isolationFault(
      `many at once: ${accountNamed(over.caller.id)} signed ${over.difference} requests more than its calls send, ${accountNamed(under.caller.id)} ${-under.difference} fewer`,
      last,
    ),
  ];
}

/** Signed by nobody who called, or not at all. */
function strangers(requests: readonly JudgedRequest[]): Fault[] {
  const ids = new Set(callers.map(({ id }) => id));
  const strange = requests.filter(
    ({ signer, verdict }) => verdict === "refused" && !(signer && ids.has(signer.accountId)),
  );
  return strange
    .slice(0, 1)
    .map((request) =>
      isolationFault(`many at once: a request was refused: ${request.refusal}`, request),
    );
}

/** An answer that is another caller's, where each has its own. */
function swapped(
  alone: readonly Exchange[],
  turns: readonly Caller[],
  answers: readonly Answer[],
): Fault[] {
  const texts = new Map(alone.map(({ caller, answer }) => [caller, answer.text]));
  const owners = new Map([...texts].map(([caller, text]) => [text, caller]));
  if (owners.size < texts.size) return [];
  for (const [index, caller] of turns.entries()) {
    const owner = owners.get(answers[index]?.text ?? "");
    if (owner && owner !== caller) {
      return [
        isolationFault(`many at once: a call with ${caller.name} got the answer of ${owner.name}`),
      ];
    }
  }
  return [];
}
