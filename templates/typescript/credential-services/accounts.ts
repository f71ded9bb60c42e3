// SPDX-License-Identifier: MIT-0
import { type Account, accountFrom } from "./account.js";
import { findRow } from "./database.js";
import { environmentAccount } from "./environment-accounts.js";
import { AccountNotFoundError, DatabaseConnectionError } from "./errors.js";
import { hasDatabase } from "./settings.js";
import { waitingCache } from "./waiting.js";

/** How long a change or a removal in the registry may take to be seen, and an addition. */
const LIFETIME_MS = 60_000;
const UNKNOWN_MS = 5_000;

const known = waitingCache<{ account: Account | undefined; until: number }>(
  ({ until }) => until > Date.now(),
  () => new DatabaseConnectionError("no answer in time"),
);

/**
 * Looks an account up: in TARGET_ACCOUNTS, then in the database. Calls that ask at once share one
 * query; that an account is not there is remembered briefly, and failures are not. Throws AccountNotFoundError, DatabaseConnectionError.
 */
export async function findAccount(accountId: string): Promise<Account> {
  const listed = environmentAccount(accountId);
  if (listed !== undefined) return listed;
  if (!hasDatabase()) throw new AccountNotFoundError("no database is configured");
  const { account } = await known.get(accountId, async () => {
    const found = await lookUp(accountId);
    const lifetime = found === undefined ? UNKNOWN_MS : LIFETIME_MS;
    return { account: found, until: Date.now() + lifetime };
  });
  if (account === undefined) throw new AccountNotFoundError("the account is not registered");
  return account;
}

/** Forgets what was looked up. */
export function forgetAccounts(): void {
  known.clear();
}

async function lookUp(accountId: string): Promise<Account | undefined> {
  const row = await findRow(accountId);
  if (row === undefined) return undefined;
  const account = accountFrom(row);
  if (account === undefined) throw new DatabaseConnectionError("the account's row can't be read");
  return account;
}
