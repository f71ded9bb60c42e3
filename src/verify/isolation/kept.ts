/** Answers that were kept from another account's call. */

import type { JudgedRequest } from "../judge/index.js";
import type { Fault } from "../types.js";
import { type Caller, callerNone, callers } from "./callers.js";
import type { Exchange } from "./serial.js";

/** Of one round, in the order of its calls: who sent fewer requests than one before, or answered with another's data. */
export function keptAnswers(exchanges: readonly Exchange[]): Fault[] {
  return exchanges.flatMap((later, index) => {
    if (later.answer.kind !== "result" || later.answer.isError) return [];
    const earlier = exchanges.slice(0, index);
    const missing = earlier.flatMap((one) => fewer(one, later));
    return [...missing, ...foreign(later)].slice(0, 1);
  });
}

function fewer(earlier: Exchange, later: Exchange): Fault[] {
  const [before, now] = [countsOf(earlier.requests), countsOf(later.requests)];
  const [lost] = [...before].filter(([what, count]) => (now.get(what) ?? 0) < count);
  if (!lost) return [];
  const [request, count] = lost;
  const sent = now.get(request) ?? 0;
  return [
    fault(
      `called with ${earlier.caller.name} it sent ${count} and with ${later.caller.name} ${sent}: the answer is kept from another account`,
      request,
    ),
  ];
}

/** The number of another account, and not one's own, in an answer. */
function foreign({ caller, answer }: Exchange): Fault[] {
  if (answer.text.includes(caller.id)) return [];
  const other = othersOf(caller).find(({ id }) => answer.text.includes(id));
  return other
    ? [fault(`the answer for ${caller.name} holds what only ${other.name} was given`)]
    : [];
}

/** The server's own account is nobody's secret where it stands in its settings. */
function othersOf(caller: Caller): readonly Caller[] {
  return callers.filter((each) => each !== caller && each !== callerNone);
}

/** How often each operation was asked. */
function countsOf(requests: readonly JudgedRequest[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { service, operation } of requests) {
    const what = `${service}:${operation}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return counts;
}

function fault(message: string, request?: string): Fault {
  return { check: "isolation", message, ...(request === undefined ? {} : { request }) };
}
