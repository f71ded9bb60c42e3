/**
 * Resources and prompts belong to no tool call: they answer as they did before, and what they ask of AWS is signed by
 * the server's own keys, whoever called a tool before.
 */

import { type Other, othersOf } from "../client/others.js";
import type { Answer } from "../client/session.js";
import type { Contract } from "../contract/index.js";
import { plain } from "../default/same.js";
import type { Findings } from "../findings.js";
import { argumentsOf, callerA, callerNone } from "../isolation/callers.js";
import { faultOf } from "../isolation/signers.js";
import type { Open, Tool } from "../start/each-tool.js";
import type { Served } from "../start/served.js";

/** What each of them answered, by its name. */
export type Readings = ReadonlyMap<string, Answer>;

/** Reads all that a server lists and that needs no arguments. */
export async function readOthers({ session }: Served, contract: Contract): Promise<Readings> {
  const readings = new Map<string, Answer>();
  for (const { name, method, params } of othersOf(contract).known) {
    readings.set(name, await session.ask(method, params));
  }
  return readings;
}

/** Compares what was read before and now. */
export function compareReadings(before: Readings, now: Readings, findings: Findings): void {
  for (const [name, answer] of before) {
    const after = now.get(name);
    if (answer.kind !== "result" || !after || after.kind === "result") continue;
    const message = `${name} could be read before, and now answers ${plain(after)}`;
    findings.serverFault({ check: "default", message });
  }
}

/** Reads each of them after a call of each tool with A: no account is left over from it. */
export async function proveOthers(
  open: Open,
  contract: Contract,
  tools: readonly Tool[],
  findings: Findings,
): Promise<void> {
  const { known, left } = othersOf(contract);
  if (left > 0) findings.note(`${left} prompts and templates that need arguments are not read`);
  if (known.length > 0) await open((served) => readAfterCalls(served, known, tools, findings));
}

async function readAfterCalls(
  { session, traffic }: Served,
  known: readonly Other[],
  tools: readonly Tool[],
  findings: Findings,
): Promise<void> {
  for (const [tool, args] of tools) {
    await traffic.during(() => session.call(tool, argumentsOf(args, callerA)));
    if (session.isBehind()) return;
    for (const { name, method, params } of known) {
      const { requests } = await traffic.during(() => session.ask(method, params));
      const when = `${name}, read after a call of ${tool} with A`;
      const faults = requests.flatMap((request) => faultOf(request, callerNone, when) ?? []);
      for (const fault of faults) findings.serverFault(fault);
    }
  }
}
