/** The requests of a stretch of time: those of the tools, without those that the credential services make for them. */

import { setTimeout as after } from "node:timers/promises";
import type { Judge, JudgedRequest, Mark } from "./judge/index.js";

export interface Traffic {
  /** Runs something and gives the requests that came meanwhile, once no more come. */
  during<Value>(
    work: () => Promise<Value>,
    settleMs?: number,
  ): Promise<{ readonly value: Value; readonly requests: readonly JudgedRequest[] }>;
  /** The requests by which roles were entered, so far. */
  entries(): readonly JudgedRequest[];
}

/** What is left to come from an answered call is mostly here by then. */
const SETTLE_MS = 12;

/** Watches a judge beside which one process runs. */
export function watch(judge: Judge): Traffic {
  const checkedKeys = new Set<string>();
  const ofTools = (mark: Mark): JudgedRequest[] =>
    judge.requests(mark).filter((each) => !isEntry(each) && !isFirstCheck(each, checkedKeys));
  return {
    async during(work, settleMs = SETTLE_MS) {
      const mark = judge.mark();
      const value = await work();
      await quiet(judge, settleMs);
      return { value, requests: ofTools(mark) };
    },
    entries: () => judge.requests().filter(isEntry),
  };
}

async function quiet(judge: Judge, settleMs: number): Promise<void> {
  for (let seen = -1; seen !== judge.mark(); ) {
    seen = judge.mark();
    await after(settleMs);
  }
}

/** The services enter a role by AssumeRole. */
function isEntry({ assumed }: JudgedRequest): boolean {
  return assumed?.roleArn.endsWith(":role/verify") ?? false;
}

/** They ask once whose keys an account's are, before they use them. */
function isFirstCheck(
  { operation, service, signer, target }: JudgedRequest,
  known: Set<string>,
): boolean {
  if (target.includes("recorder=")) return false;
  if (service !== "sts" || operation !== "GetCallerIdentity") return false;
  if (signer?.origin.kind !== "issued" || known.has(signer.keyId)) return false;
  known.add(signer.keyId);
  return true;
}
