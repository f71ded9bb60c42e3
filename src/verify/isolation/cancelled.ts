/** Calls that are cancelled in the middle, beside others that are not. */

import { setTimeout as after } from "node:timers/promises";
import type { Findings } from "../findings.js";
import { eachTool, type Open, type Tool, type Trial, type Turns } from "../start/each-tool.js";
import type { Fault } from "../types.js";
import { argumentsOf, type Caller, callerA, callerB, callerNone } from "./callers.js";
import { confirmed, exchange, round, signerFaults } from "./serial.js";
import { signedBy } from "./signers.js";

/** When the calls are cancelled, in milliseconds after they were made. */
const moments = [0, 2, 5, 10, 20, 40];

/**
 * Tries every tool that was seen to ask AWS. Where the server ends of it, the rest is not tried if it ends in a library,
 * or if the server as it was does the same.
 * @param openBefore starts the server as it was
 */
export async function proveCancelled(
  turns: Turns,
  openBefore: Open,
  findings: Findings,
): Promise<void> {
  await eachTool(
    turns,
    async (trial) => {
      const faults = await confirmed((settle) => cancelled(trial, settle));
      for (const fault of faults) findings.fault(trial.tool, fault);
    },
    async (tool, { how, culprit }) => {
      const others = turns.tools.filter((each) => each !== tool);
      const isOld = culprit === undefined && (await endsAsItWas(openBefore, tool, others));
      if (culprit !== undefined || isOld) {
        const whose = isOld
          ? `as it did before (${how})`
          : `in code that is not its own: ${culprit}`;
        findings.note(
          `calls that are cancelled in the middle are not proven: the server ends of them, ${whose}`,
        );
        return false;
      }
      const reason = `the server ended when calls were cancelled: ${how}`;
      findings.gap(tool[0], { check: "isolation", reason });
      return true;
    },
  );
}

/** What is wrong with the calls that ran beside, and with those that follow. */
async function cancelled(trial: Trial, settleMs?: number): Promise<Fault[]> {
  const { tool, args, session, traffic } = trial;
  const alone = await round(trial, settleMs);
  if (session.isBehind()) return [];
  const beside = [callerB, callerNone];
  const { requests } = await traffic.during(async () => {
    const whole = beside.map((caller) => session.call(tool, argumentsOf(args, caller)));
    await Promise.all([cutShort(trial, callerA), ...whole]);
  }, settleMs);
  const ownOf = (caller: Caller): number =>
    alone.find((each) => each.caller === caller)?.requests.length ?? 0;
  const extra = beside.flatMap((caller) => {
    const [own, signed] = [ownOf(caller), signedBy(caller, requests).length];
    return signed > own ? [tooMany(caller.name, signed, own)] : [];
  });
  const following = [
    await exchange(trial, callerNone, settleMs),
    await exchange(trial, callerB, settleMs),
  ];
  // What a cancelled call still sends is its own: a leak is there where a later call's own requests are missing.
  const short = following.filter(
    ({ caller, requests: sent }) => signedBy(caller, sent).length < ownOf(caller),
  );
  const leaked = signerFaults(short).map((fault) => ({
    ...fault,
    message: `after cancelled calls, ${fault.message}`,
  }));
  return [...extra, ...leaked];
}

/** Several calls, each cancelled at another moment. */
async function cutShort(
  { tool, args, session }: Omit<Trial, "traffic">,
  caller: Caller,
): Promise<void> {
  const calls = moments.map(async (moment) => {
    const cancel = new AbortController();
    const call = session.call(tool, argumentsOf(args, caller), cancel.signal);
    await after(moment);
    cancel.abort();
    await call;
  });
  await Promise.all(calls);
}

/**
 * Some libraries end a server when a call is cancelled just while it is being answered, whichever the tool: the first
 * one is tried often, then the others.
 */
function endsAsItWas(open: Open, first: Tool, others: readonly Tool[]): Promise<boolean> {
  const inTurn = [...Array.from({ length: 5 }, () => first), ...others, ...others];
  return open(async ({ session, traffic, ended }) => {
    for (const [tool, args] of inTurn) {
      if (ended() !== undefined) return true;
      await traffic.during(() => cutShort({ tool, args, session }, callerNone), 100);
    }
    return ended() !== undefined;
  });
}

function tooMany(name: string, signed: number, own: number): Fault {
  return {
    check: "isolation",
    message: `while calls with A were cancelled, ${name} signed ${signed} requests in place of ${own}`,
  };
}
