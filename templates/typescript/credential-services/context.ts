// SPDX-License-Identifier: MIT-0
import { authorise } from "./authorise.js";
import type { Call } from "./call.js";
import { CredentialExtractionError } from "./errors.js";
import { fieldsOf } from "./parameter.js";
import { currentScope, runInScope, runInSurrounding } from "./scope.js";
import type { AccountInfo, Session } from "./session.js";
import { openSession } from "./sessions.js";
import { reportSwitch } from "./telemetry.js";

/** A call that the server makes by itself. */
const OWN_CALL: Call = { tool: undefined, extra: undefined };

/**
 * Runs `work` in an account: every AWS client made with `accountCredentials` signs with its
 * credentials, however deep and however many calls run at once. Without an id it runs in the
 * surrounding call's account, or else with the server's own credentials, and `work`'s result comes
 * back as it is; with one it is a promise.
 *
 * Throws the typed errors of `errors.ts`, before `work` has begun.
 */
export function runInAccount<T>(
  accountId: string | undefined,
  work: () => T,
  call: Call = OWN_CALL,
): T | Promise<Awaited<T>> {
  return accountId === undefined ? runInSurrounding(work) : runSwitched(accountId, work, call);
}

async function runSwitched<T>(accountId: string, work: () => T, call: Call): Promise<Awaited<T>> {
  const session = await reportSwitch(accountId, call, () => permittedSession(accountId, call));
  // A call that was cancelled meanwhile must not touch the account any more.
  (fieldsOf(call.extra)["signal"] as AbortSignal | undefined)?.throwIfAborted?.();
  return await runInScope({ session }, work);
}

/** The account that the running call acts in; undefined where that is the server's own. */
export function currentAccount(): AccountInfo | undefined {
  return currentScope()?.session?.account;
}

async function permittedSession(accountId: string, call: Call): Promise<Session> {
  try {
    await authorise(accountId, call);
    return await openSession(accountId, call);
  } catch (error) {
    // Anything else could say too much to the caller.
    throw error instanceof CredentialExtractionError
      ? error
      : new CredentialExtractionError(error instanceof Error ? error.name : typeof error);
  }
}
