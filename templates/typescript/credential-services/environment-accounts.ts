// SPDX-License-Identifier: MIT-0
import { type Account, accountFrom } from "./account.js";
import { DatabaseConnectionError } from "./errors.js";
import { setting } from "./settings.js";

let last: { text: string; accounts: readonly Account[] } | undefined;

/**
 * The account of TARGET_ACCOUNTS with this id: for a trial without a database. The setting is a
 * JSON list of objects with the columns of `aws_accounts`, `external_id`, and `secret_access_key`
 * where that is not encrypted. Throws DatabaseConnectionError where it isn't such a list.
 */
export function environmentAccount(accountId: string): Account | undefined {
  return environmentAccounts().find((account) => account.accountId === accountId);
}

/** All accounts of TARGET_ACCOUNTS. */
export function environmentAccounts(): readonly Account[] {
  const text = setting("TARGET_ACCOUNTS");
  if (text === undefined) return [];
  if (last?.text !== text) last = { text, accounts: parsed(text) };
  return last.accounts;
}

function parsed(text: string): Account[] {
  const accounts = entriesOf(text)?.map(accountFrom);
  const usable = accounts?.filter((account) => account !== undefined);
  if (usable === undefined || usable.length !== accounts?.length) {
    throw new DatabaseConnectionError("TARGET_ACCOUNTS is not a JSON list of accounts");
  }
  return usable as Account[];
}

function entriesOf(text: string): unknown[] | undefined {
  try {
    const entries: unknown = JSON.parse(text);
    return Array.isArray(entries) ? entries : undefined;
  } catch {
    // The parser's own error would quote the secrets.
    return undefined;
  }
}
