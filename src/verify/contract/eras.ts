/** The newer era of the protocol, where the server speaks it: one more reading of the contract. */

import type { Findings } from "../findings.js";
import type { Scratch } from "../start/scratch.js";
import { type RunOptions, withServer } from "../start/served.js";
import type { Target } from "../start/target.js";
import { type Contract, compareContracts, type Exempt, readContract } from "./index.js";

/** A server that knows no such era mostly says so at once; some say nothing. */
const PATIENCE_MS = 10_000;
const NEWER = "2026";

/** Compares what both list in the newer era, and says where only one of them speaks it. */
export async function compareNewerEra(
  before: Target,
  now: Target,
  scratch: Scratch,
  options: RunOptions,
  exempt: Exempt,
  findings: Findings,
): Promise<void> {
  const [old, current] = [
    await contractIn(before, scratch, options),
    await contractIn(now, scratch, options),
  ];
  const how = "in protocol 2026-07-28";
  if (old && current) compareContracts(old, current, exempt, findings, how);
  else if (old) {
    findings.serverFault({ check: "contract", message: `it no longer answers ${how}` });
  } else findings.note(`it speaks no protocol 2026-07-28, as before`);
}

function contractIn(
  target: Target,
  scratch: Scratch,
  { timeout, engine }: RunOptions,
): Promise<Contract | undefined> {
  const options = { engine, timeout: Math.min(timeout, PATIENCE_MS) };
  return withServer(target, scratch, options, ({ session }) => readContract(session), {
    era: NEWER,
  }).catch(() => undefined);
}
