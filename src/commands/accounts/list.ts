/** `retrofit accounts list`: the registered accounts, without a secret. */

import type { Account } from "../../accounts/account.js";
import { allAccounts } from "../../accounts/registry.js";
import type { Io } from "../io.js";
import { type AccountsOutcome, onRegistry } from "./registered.js";

export interface ListOptions {
  readonly format?: "text" | "json";
}

/** Prints the accounts on `out`, as a table or as JSON. */
export async function listAccounts({ format }: ListOptions, io: Io): Promise<AccountsOutcome> {
  return onRegistry("refuse", io, async (database) => {
    const accounts = await allAccounts(database);
    if (format === "json") io.out(`${JSON.stringify(accounts.map(shown), null, 2)}\n`);
    else for (const line of table(accounts)) io.out(`${line}\n`);
    if (accounts.length === 0) io.say(`no account is registered in ${database.place}`);
    return "done";
  });
}

/** By the names of the columns. */
function shown(account: Account): Record<string, string | undefined> {
  return {
    account_id: account.accountId,
    alias: account.alias,
    auth_type: account.authType,
    region: account.region,
    role_arn: account.roleArn,
    access_key_id: account.accessKeyId,
    organization: account.organization,
    external_id: account.externalId,
  };
}

function table(accounts: readonly Account[]): string[] {
  const rows = accounts.map((account) => [
    account.accountId,
    account.authType,
    account.region,
    account.alias,
    account.roleArn ?? account.accessKeyId ?? "",
  ]);
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "));
}
