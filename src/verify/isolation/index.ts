/** Isolation: every request of a call is signed by the account of that call, whatever else goes on. */

import type { Arguments } from "../client/arguments.js";
import type { Findings } from "../findings.js";
import { B, BASE } from "../start/accounts.js";
import type { Served } from "../start/served.js";
import { atOnce } from "./at-once.js";
import { accountNamed, callers } from "./callers.js";
import { cancelled } from "./cancelled.js";
import { keptAnswers } from "./kept.js";
import { confirmed, type Exchange, round, signerFaults, type Trial } from "./serial.js";
import { gapOf } from "./signers.js";
import { type Traffic, watch } from "./traffic.js";

/** Tries every tool, each with its own arguments. */
export async function proveIsolation(
  { judge, session }: Served,
  tools: ReadonlyMap<string, Arguments>,
  calls: number,
  findings: Findings,
  progress: (tool: string) => void,
): Promise<void> {
  const traffic = watch(judge);
  for (const [tool, args] of tools) {
    progress(tool);
    await proveTool({ tool, args, session, traffic }, calls, findings);
  }
  checkEntries(traffic, findings);
}

async function proveTool(trial: Trial, calls: number, findings: Findings): Promise<void> {
  const { tool } = trial;
  const first = await round(trial);
  noteGaps(first, tool, findings);
  findings.saw(tool, first.flatMap(({ requests }) => requests).length);
  const faults = keptAnswers(first);
  if (signerFaults(first).length > 0) faults.push(...signerFaults(await round(trial, 400)));
  for (const fault of faults) findings.fault(tool, fault);
  if (first.every(({ requests }) => requests.length === 0)) return;
  const alone = await round(trial);
  const together = await confirmed((settle) => atOnce(trial, alone, calls, settle));
  const cut = await confirmed((settle) => cancelled(trial, alone, settle));
  for (const fault of [...together, ...cut]) findings.fault(tool, fault);
}

/** Why a round proves nothing, or not everything. */
function noteGaps(exchanges: readonly Exchange[], tool: string, findings: Findings): void {
  const requests = exchanges.flatMap((each) => each.requests);
  for (const request of requests) {
    const gap = gapOf(request);
    if (gap) findings.gap(tool, gap);
  }
  const gap = (reason: string) => findings.gap(tool, { check: "isolation", reason });
  for (const { caller, answer } of exchanges) {
    if (answer.kind === "result" && !answer.isError) continue;
    gap(`called with ${caller.name} it answers with an error: ${answer.text.slice(0, 200)}`);
    break;
  }
  if (requests.length === 0) gap("no AWS request seen");
  else {
    const silent = callers.filter((caller) =>
      exchanges.every((each) => each.caller !== caller || each.requests.length === 0),
    );
    if (silent.length > 0)
      gap(`no AWS request seen for ${silent.map(({ name }) => name).join(", ")}`);
  }
}

/** Roles are entered by the server's own keys, with the external id. */
function checkEntries(traffic: Traffic, findings: Findings): void {
  for (const { signer, assumed } of traffic.entries()) {
    if (signer && signer.accountId !== BASE.id) {
      findings.serverFault({
        check: "isolation",
        message: `AssumeRole was signed by ${accountNamed(signer.accountId)} and not by the server's own keys`,
        request: `sts:AssumeRole ${assumed?.roleArn}`,
        key: signer.keyId,
      });
    }
    if (assumed?.roleArn.includes(B.id) && assumed.externalId !== B.externalId) {
      findings.serverFault({
        check: "isolation",
        message: `AssumeRole came ${assumed.externalId ? "with a wrong" : "without the"} external id`,
        request: `sts:AssumeRole ${assumed.roleArn}`,
      });
    }
  }
}
