// SPDX-License-Identifier: MIT-0
import type { AccountRequest, AccountRule, Call } from "./call.js";
import { AccountAccessDeniedError } from "./errors.js";
import { fieldsOf } from "./parameter.js";
import { listSetting, setting } from "./settings.js";
import { shared } from "./shared.js";

/** Sets the server's own rule, asked for each call that names an account. A rule that throws says no. */
export function setAccountRule(rule: AccountRule | undefined): void {
  shared.rule = rule;
}

/**
 * Whether this call may use the account: what the caller asks for is no authority. Every check
 * that is configured must say yes:
 *
 * - `ALLOWED_TARGET_ACCOUNTS`, a list of account ids for the whole server;
 * - `TARGET_ACCOUNTS_CLAIM`, the claim of the verified token that lists the caller's accounts. A
 *   call without a token has none; only where FASTMCP_TRANSPORT (or MCP_TRANSPORT) is `stdio`, which has no tokens, does
 *   the list above decide alone;
 * - the server's own rule.
 *
 * Throws AccountAccessDeniedError.
 */
export async function authorise(accountId: string, call: Call): Promise<void> {
  const authInfo = authInfoOf(call.extra);
  const allowed = listSetting("ALLOWED_TARGET_ACCOUNTS");
  if (allowed !== undefined && !allowed.includes(accountId)) {
    throw new AccountAccessDeniedError("not in ALLOWED_TARGET_ACCOUNTS");
  }
  const claim = setting("TARGET_ACCOUNTS_CLAIM");
  const isListed = allowed !== undefined && isStdio();
  if (claim !== undefined && !isListed && !claimed(authInfo, claim).includes(accountId)) {
    throw new AccountAccessDeniedError("not in the token's claim");
  }
  const request = { accountId, tool: call.tool, authInfo, extra: call.extra };
  if (shared.rule !== undefined && !(await allows(shared.rule, request))) {
    throw new AccountAccessDeniedError("refused by the server's rule");
  }
}

/** Older SDKs don't tell a call over HTTP from one over stdio, so the setting must say it. */
function isStdio(): boolean {
  return (setting("FASTMCP_TRANSPORT") ?? setting("MCP_TRANSPORT")) === "stdio";
}

async function allows(rule: AccountRule, request: AccountRequest): Promise<boolean> {
  try {
    return (await rule(request)) === true;
  } catch {
    return false;
  }
}

/** The verified token's information: SDK v1, SDK v2, or FastMCP's session. Read from the call itself. */
export function authInfoOf(extra: unknown): unknown {
  const { authInfo, http, session } = fieldsOf(extra);
  return authInfo ?? fieldsOf(http)["authInfo"] ?? session;
}

function claimed(authInfo: unknown, claim: string): string[] {
  const fields = fieldsOf(authInfo);
  const value = fieldsOf(fields["extra"])[claim] ?? fields[claim];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" ? value.split(/[\s,]+/) : [];
}
