// SPDX-License-Identifier: MIT-0
import { AccountAccessDeniedError } from "./errors.js";
import { fieldsOf } from "./parameter.js";
import { type AccountRequest, type AccountRule, type Call, shared } from "./scope.js";
import { accountsAreConfigured, listSetting, setting } from "./settings.js";

/** What is said where nothing says who may name which account. */
export const NOBODY_MAY =
  "Nobody may name an account over HTTP: set ALLOWED_TARGET_ACCOUNTS (account ids, or * for every " +
  "registered account) or TARGET_ACCOUNTS_CLAIM, or call setAccountRule(…).";

/** Sets the server's own rule, asked for each call that names an account. A rule that throws says no. */
export function setAccountRule(rule: AccountRule | undefined): void {
  shared.rule = rule;
}

/** Whether anything says who may name which account. */
export function hasAuthorisation(): boolean {
  const names = ["ALLOWED_TARGET_ACCOUNTS", "TARGET_ACCOUNTS_CLAIM"];
  return shared.rule !== undefined || names.some((name) => setting(name) !== undefined);
}

/**
 * Whether this call may use the account: what the caller asks for is no authority. Every check
 * that is configured must say yes:
 *
 * - `ALLOWED_TARGET_ACCOUNTS`, a list of account ids for the whole server, or `*`;
 * - `TARGET_ACCOUNTS_CLAIM`, the claim of the verified token that lists the caller's accounts. A
 *   call without a token has none; over stdio, which has no tokens, the list above decides alone;
 * - the server's own rule.
 *
 * Where none is configured, any registered account can be named over stdio, and none over HTTP.
 * Throws AccountAccessDeniedError.
 */
export async function authorise(accountId: string, call: Call): Promise<void> {
  if (!hasAuthorisation() && isRemote(call))
    throw new AccountAccessDeniedError(NOBODY_MAY, NOBODY_MAY);
  const authInfo = authInfoOf(call.extra);
  const allowed = listSetting("ALLOWED_TARGET_ACCOUNTS");
  if (allowed !== undefined && !allowed.includes("*") && !allowed.includes(accountId)) {
    throw new AccountAccessDeniedError("not in ALLOWED_TARGET_ACCOUNTS");
  }
  const claim = setting("TARGET_ACCOUNTS_CLAIM");
  const listDecides = authInfo === undefined && allowed !== undefined && !isRemote(call);
  if (claim !== undefined && !listDecides && !claimed(authInfo, claim).includes(accountId)) {
    throw new AccountAccessDeniedError("not in the token's claim");
  }
  const request = { accountId, tool: call.tool, authInfo, extra: call.extra };
  if (shared.rule !== undefined && !(await allows(shared.rule, request))) {
    throw new AccountAccessDeniedError("refused by the server's rule");
  }
}

/**
 * Whether a call may have come from another machine. Older SDKs don't tell, so what isn't known to
 * come from standard input, or from the server itself, counts as such.
 */
function isRemote({ extra }: Call): boolean {
  if (shared.callers.getStore() !== undefined) return true;
  if (extra === undefined) return false;
  const { requestInfo, http, sessionId } = fieldsOf(extra);
  const isOverHttp = [requestInfo, http, sessionId, authInfoOf(extra)].some((each) => each != null);
  return isOverHttp || !readsStandardInput();
}

function readsStandardInput(): boolean {
  return process.stdin.listenerCount("data") > 0;
}

let warned = false;

/** Says at start, to a server that has an HTTP main of its own, that nobody may name an account. */
export function warnUnlessAuthorised(): void {
  if (warned) return;
  warned = true;
  setTimeout(() => {
    if (!accountsAreConfigured() || hasAuthorisation() || readsStandardInput()) return;
    process.stderr.write(`${JSON.stringify({ level: "warn", message: NOBODY_MAY })}\n`);
  }, 1000).unref();
}

async function allows(rule: AccountRule, request: AccountRequest): Promise<boolean> {
  try {
    return (await rule(request)) === true;
  } catch {
    return false;
  }
}

/**
 * The verified token's information: SDK v1's, SDK v2's, FastMCP's session, or what the HTTP entry
 * point has verified. Read from the call itself.
 */
export function authInfoOf(extra: unknown): unknown {
  const { authInfo, http, session } = fieldsOf(extra);
  const ofCall = authInfo ?? fieldsOf(http)["authInfo"] ?? session;
  return ofCall ?? shared.callers.getStore()?.authInfo;
}

/** Who calls, as the verified token says. */
export function callerOf(extra: unknown): string | undefined {
  const { clientId, extra: claims } = fieldsOf(authInfoOf(extra));
  const caller = fieldsOf(claims)["sub"] ?? clientId;
  return caller === undefined ? undefined : String(caller);
}

function claimed(authInfo: unknown, claim: string): string[] {
  const fields = fieldsOf(authInfo);
  const value = fieldsOf(fields["extra"])[claim] ?? fields[claim];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" ? value.split(/[\s,]+/) : [];
}
