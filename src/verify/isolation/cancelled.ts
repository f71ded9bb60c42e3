/** Calls that are cancelled in the middle, beside others that are not. */

import { setTimeout as after } from "node:timers/promises";
import type { Fault } from "../types.js";
import { argumentsOf, callerA, callerB, callerNone } from "./callers.js";
import { type Exchange, exchange, signerFaults, type Trial } from "./serial.js";

/** When the calls are cancelled, in milliseconds after they were made. */
const moments = [0, 2, 5, 10, 20, 40];

/** What is wrong with the calls that follow, and with those that ran beside. */
export async function cancelled(
  trial: Trial,
  alone: readonly Exchange[],
  settleMs?: number,
): Promise<Fault[]> {
  const { tool, args, session, traffic } = trial;
  const beside = [callerB, callerNone];
  const { requests } = await traffic.during(async () => {
    const cut = moments.map(async (moment) => {
      const cancel = new AbortController();
      const call = session.call(tool, argumentsOf(args, callerA), cancel.signal);
      await after(moment);
      cancel.abort();
      await call;
    });
    const whole = beside.map((caller) => session.call(tool, argumentsOf(args, caller)));
    await Promise.all([...cut, ...whole]);
  }, settleMs);
  const extra = beside.flatMap((caller) => {
    const own = alone.find((each) => each.caller === caller)?.requests.length ?? 0;
    const signed = requests.filter(({ signer }) => signer?.accountId === caller.id);
    return signed.length > own ? [tooMany(caller.name, signed.length, own)] : [];
  });
  const following = [
    await exchange(trial, callerNone, settleMs),
    await exchange(trial, callerB, settleMs),
  ];
  const leaked = signerFaults(following).map((fault) => ({
    ...fault,
    message: `after cancelled calls, ${fault.message}`,
  }));
  return [...extra, ...leaked];
}

function tooMany(name: string, signed: number, own: number): Fault {
  return {
    check: "isolation",
    message: `while calls with A were cancelled, ${name} signed ${signed} requests in place of ${own}`,
  };
}
