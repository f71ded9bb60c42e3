/** Isolation: every request of a call is signed by the account of that call, whatever else goes on. */

import { groupedBy } from "../../report/group.js";
import type { Findings } from "../findings.js";
import { eachTool, type Trial, type Turns } from "../start/each-tool.js";
import type { SeenRequest } from "../types.js";
import { atOnce } from "./at-once.js";
import { accountNamed, callers } from "./callers.js";
import { checkEntries } from "./entries.js";
import { keptAnswers } from "./kept.js";
import { confirmed, type Exchange, LONG_SETTLE_MS, round, signerFaults } from "./serial.js";
import { gapOf, shownRequest } from "./signers.js";

/** Tries every tool: one call after another, and many at once. */
export async function proveIsolation(
  turns: Turns,
  calls: number,
  findings: Findings,
): Promise<void> {
  await eachTool(
    turns,
    async (trial) => {
      await proveTool(trial, calls, findings);
      checkEntries(trial.traffic, findings);
    },
    ([tool], { how, culprit }) => {
      const message = `the server ended: ${how}`;
      if (culprit === undefined) findings.fault(tool, { check: "isolation", message });
      else findings.gap(tool, { check: "isolation", reason: `${message}, in ${culprit}` });
      return true;
    },
  );
}

async function proveTool(trial: Trial, calls: number, findings: Findings): Promise<void> {
  const { tool } = trial;
  const first = await round(trial);
  noteGaps(first, tool, findings);
  findings.saw(tool, seenIn(first));
  const faults = keptAnswers(first);
  const suspected = signerFaults(first);
  if (suspected.length > 0) {
    const isLate = trial.session.isBehind();
    faults.push(...(isLate ? suspected : signerFaults(await round(trial, LONG_SETTLE_MS))));
  }
  for (const fault of faults) findings.fault(tool, fault);
  const isSilent = first.every(({ requests }) => requests.length === 0);
  if (isSilent || first.some(({ answer }) => answer.kind !== "result")) return;
  const alone = await round(trial);
  const together = await confirmed((settle) => atOnce(trial, alone, calls, settle));
  for (const fault of together) findings.fault(tool, fault);
}

/** What was sent, for whom and by whom, each kind once. */
function seenIn(exchanges: readonly Exchange[]): SeenRequest[] {
  const all = exchanges.flatMap(({ caller, requests }) =>
    requests.map((request) => ({
      caller: caller.name,
      request: shownRequest(request),
      signer: request.signer ? accountNamed(request.signer.accountId) : "nobody",
    })),
  );
  const kinds = groupedBy(all, (each) => JSON.stringify(each));
  return [...kinds.values()].flatMap((alike) =>
    alike.slice(0, 1).map((each) => ({ ...each, times: alike.length })),
  );
}

/** Why a round proves nothing, or not everything. */
function noteGaps(exchanges: readonly Exchange[], tool: string, findings: Findings): void {
  const requests = exchanges.flatMap((each) => each.requests);
  const gap = (reason: string) => findings.gap(tool, { check: "isolation", reason });
  for (const request of requests) {
    const reason = gapOf(request);
    if (reason) findings.gap(tool, reason);
  }
  const failed = exchanges.find(({ answer }) => answer.kind !== "result" || answer.isError);
  if (failed) {
    const text = failed.answer.text.slice(0, 200);
    gap(`called with ${failed.caller.name} it answers with an error: ${text}`);
  }
  const silent = callers.filter((caller) => {
    const own = exchanges.filter((each) => each.caller === caller);
    return own.length > 0 && own.every((each) => each.requests.length === 0);
  });
  if (requests.length === 0) gap("no AWS request seen");
  else if (silent.length > 0) {
    gap(`no AWS request seen for ${silent.map(({ name }) => name).join(", ")}`);
  }
}
