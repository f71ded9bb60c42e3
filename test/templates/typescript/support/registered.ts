/** Accounts registered as the program's own command registers them, for the services to read. */

import type { Account } from "../../../../src/accounts/account.js";
import { openDatabase } from "../../../../src/accounts/database/open.js";
import { encrypt } from "../../../../src/accounts/fernet.js";
import { saveAccounts } from "../../../../src/accounts/registry.js";

/** A token of the text, by one Fernet key. */
export function encrypted(text: string, key: string): string {
  const bytes = Buffer.from(key, "base64url");
  return encrypt(text, { signing: bytes.subarray(0, 16), encryption: bytes.subarray(16) });
}

/** Registers an account in the database that the environment names, which is made if need be. */
export async function register(account: Partial<Account> & { accountId: string }): Promise<void> {
  const database = await openDatabase("make");
  const none = { roleArn: undefined, accessKeyId: undefined, secretToken: undefined };
  const alone = { organization: undefined, externalId: undefined };
  const authType = account.roleArn === undefined ? "aksk" : "iam_role";
  const usual = { alias: account.accountId, region: "us-east-1", authType } as const;
  try {
    await saveAccounts(database, [{ ...none, ...alone, ...usual, ...account }]);
  } finally {
    await database.close();
  }
}
