/** `retrofit accounts test`: signs as an account, and says who AWS says it is. */

import { type Account, checkedAccountId } from "../../accounts/account.js";
import { AccountError } from "../../accounts/errors.js";
import { findAccount } from "../../accounts/registry.js";
import { tryAccount } from "../../accounts/trial.js";
import type { Io } from "../io.js";
import { type AccountsOutcome, told, withRegistry } from "./registered.js";

/** Prints the ARN on `out`. Otherwise says the first step that fails: look-up, decryption, trust policy, region … */
export async function testAccount(id: string, io: Io): Promise<AccountsOutcome> {
  const accountId = checkedAccountId(id);
  return told(io, async () => {
    const account = await lookUp(accountId, io);
    io.out(`${accountId} (${account.alias}): ${await tryAccount(account)}\n`);
    return "done";
  });
}

async function lookUp(accountId: string, io: Io): Promise<Account> {
  try {
    return await withRegistry("refuse", io, (database) => findAccount(database, accountId));
  } catch (error) {
    throw error instanceof AccountError ? new AccountError(`look-up: ${error.message}`) : error;
  }
}
