/** Typed errors: whatever keeps a call from its account is told by its type, nothing is sent, and the server goes on. */

import { PARAMETER } from "../client/listing.js";
import type { Answer } from "../client/session.js";
import type { Findings } from "../findings.js";
import { callerA, callerNone } from "../isolation/callers.js";
import { type Exchange, exchange, signerFaults } from "../isolation/serial.js";
import { shownRequest } from "../isolation/signers.js";
import { failing, UNLISTED } from "../start/accounts.js";
import { eachTool, type Tool, type Trial, type Turns } from "../start/each-tool.js";
import type { Served } from "../start/served.js";
import type { Fault } from "../types.js";

/** What is found where the database answers: the four errors that have accounts of their own. */
export async function proveErrors(turns: Turns, findings: Findings): Promise<void> {
  await eachTool(
    turns,
    (trial) => proveTool(trial, findings),
    ([tool], { how }) => {
      findings.fault(tool, { check: "errors", message: `the server ended of errors: ${how}` });
      return true;
    },
  );
}

async function proveTool(trial: Trial, findings: Findings): Promise<void> {
  const { tool } = trial;
  for (const [type, id] of Object.entries(failing)) await expectError(trial, type, id, findings);
  // Without an account first: what a failed call left over would show there.
  const following: Exchange[] = [];
  for (const caller of [callerNone, callerA, callerNone]) {
    if (trial.session.isBehind()) break;
    following.push(await exchange(trial, caller));
  }
  for (const fault of signerFaults(following)) {
    findings.fault(tool, { ...fault, check: "errors", message: `after errors, ${fault.message}` });
  }
  const broken = following.find(({ answer }) => isTyped(answer));
  if (!broken) return;
  const { caller, answer } = broken;
  const message = `after errors it no longer works with ${caller.name}: ${answer.text.slice(0, 160)}`;
  findings.fault(tool, { check: "errors", message });
}

/** What is found where no database answers. */
export async function proveDatabaseError(
  { session, traffic }: Served,
  tools: readonly Tool[],
  findings: Findings,
): Promise<void> {
  for (const [tool, args] of tools) {
    await expectError({ tool, args, session, traffic }, "database_error", UNLISTED, findings);
  }
}

async function expectError(
  { tool, args, session, traffic }: Trial,
  type: string,
  id: string,
  findings: Findings,
): Promise<void> {
  const call = () => session.call(tool, { ...args, [PARAMETER]: id });
  const { value: answer, requests } = await traffic.during(call);
  const [request] = requests;
  if (request) {
    findings.fault(tool, {
      check: "errors",
      message: `called with an account that ends in ${type}, it sent a request all the same`,
      request: shownRequest(request),
      ...(request.signer && { key: request.signer.keyId }),
    });
  }
  if (answer.text.includes(type)) return;
  findings.fault(tool, untyped(type, answer));
}

function untyped(type: string, { text }: Answer): Fault {
  const said = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return { check: "errors", message: `no ${type}: it answered ${said}` };
}

function isTyped({ text }: Answer): boolean {
  return [...Object.keys(failing), "database_error"].some((type) => text.includes(type));
}
