// SPDX-License-Identifier: MIT-0
import { entryOf, measured, noteError, noteResult, write } from "./audit.js";
import { authorise } from "./authorise.js";
import { CredentialExtractionError } from "./errors.js";
import { setOverridesAside } from "./overrides.js";
import { fieldsOf } from "./parameter.js";
import { type Call, currentScope, runInSession, runInSurrounding } from "./scope.js";
import type { AccountInfo, Session } from "./session.js";
import { openSession } from "./sessions.js";

/** A call that the server makes by itself. */
const OWN_CALL: Call = { tool: undefined, extra: undefined };

/**
 * Runs `work` in an account: every AWS client made with `accountCredentials` signs with its
 * credentials, however deep and however many calls run at once. Without an id it runs in the
 * surrounding call's account, or else with the server's own credentials, and `work`'s result comes
 * back as it is; with one it is a promise.
 *
 * In a worker or a child process this is how it takes over an account: give it the id. Whether the
 * account may be named is decided by the surrounding call, or by `call`, which can hold the caller's
 * verified token: `{ tool, extra: { authInfo } }`.
 *
 * Throws the typed errors of `errors.ts`, before `work` has begun.
 */
export function runInAccount<T>(
  accountId: string | undefined,
  work: () => T,
  call?: Call,
): T | Promise<Awaited<T>> {
  return accountId === undefined
    ? runInSurrounding(work, call)
    : runSwitched(accountId, work, call ?? currentScope()?.call ?? OWN_CALL);
}

async function runSwitched<T>(accountId: string, work: () => T, call: Call): Promise<Awaited<T>> {
  const entry = entryOf(call, accountId);
  setOverridesAside();
  try {
    const session = await measured(entry, () => permittedSession(accountId, call));
    // A call that was cancelled meanwhile must not touch the account any more.
    (fieldsOf(call.extra)["signal"] as AbortSignal | undefined)?.throwIfAborted?.();
    const result = await runInSession(session, call, work);
    noteResult(entry, result);
    return result;
  } catch (error) {
    noteError(entry, error);
    throw error;
  } finally {
    write(entry);
  }
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
