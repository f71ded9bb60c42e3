/** `retrofit accounts import-profiles`: registers the roles that an AWS configuration file has profiles for. */

import type { Account } from "../../accounts/account.js";
import type { Database } from "../../accounts/database/database.js";
import { hasTables } from "../../accounts/database/tables.js";
import { roleProfiles } from "../../accounts/profiles.js";
import { allAccounts, saveAccounts } from "../../accounts/registry.js";
import { UserError } from "../../errors.js";
import { count } from "../../report/count.js";
import type { Io } from "../io.js";
import { type AccountsOutcome, onRegistry } from "./registered.js";

export interface ImportOptions {
  /** Add without asking. */
  readonly yes?: boolean;
}

/**
 * Shows on `out` what would be added (`+`), replaced (`~`, with what was there) and left as it is (`=`), says which profiles are left out and why,
 * and adds after a yes. Throws UserError where nobody can be asked.
 */
export async function importProfiles(
  { yes = false }: ImportOptions,
  io: Io,
): Promise<AccountsOutcome> {
  return onRegistry("make", io, async (database) => {
    const { accounts, leftOut } = await roleProfiles();
    for (const { profile, why } of leftOut) io.say(`left out: ${profile}: ${why}`);
    const changes = await changesOf(database, accounts);
    for (const { mark, account, was } of changes) {
      io.out(`${mark} ${shown(account)}\n${was ? `  was: ${shown(was)}\n` : ""}`);
    }
    const wanted = changes.filter(({ mark }) => mark !== "=").map(({ account }) => account);
    if (wanted.length === 0) {
      io.say("no profile with a role that is not registered already");
      return "done";
    }
    if (!(await isConfirmed(wanted.length, yes, io))) return "cancelled";
    await saveAccounts(database, wanted);
    io.say(`${count(wanted.length, "account")} written to ${database.place}`);
    return "done";
  });
}

interface Change {
  readonly mark: "+" | "~" | "=";
  readonly account: Account;
  /** What is replaced. */
  readonly was?: Account;
}

async function changesOf(database: Database, accounts: readonly Account[]): Promise<Change[]> {
  const known = (await hasTables(database)) ? await allAccounts(database) : [];
  const byId = new Map(known.map((account) => [account.accountId, account]));
  return accounts.map((account) => {
    const before = byId.get(account.accountId);
    if (!before) return { mark: "+", account };
    if (shown(before) === shown(account)) return { mark: "=", account };
    return { mark: "~", account, was: before };
  });
}

function shown({
  accountId,
  alias,
  region,
  roleArn = "keys of its own",
  externalId,
}: Account): string {
  const asked = externalId === undefined ? "" : `  external id ${externalId}`;
  return `${accountId}  ${alias}  ${region}  ${roleArn}${asked}`;
}

async function isConfirmed(wanted: number, yes: boolean, io: Io): Promise<boolean> {
  if (yes) return true;
  if (!io.interactive) throw new UserError("say --yes to add them where nobody can be asked");
  const { confirm, isCancel } = await import("@clack/prompts");
  const message = `Write ${count(wanted, "account")}?`;
  const answer = await confirm({ message, initialValue: false, output: process.stderr });
  return answer === true && !isCancel(answer);
}
