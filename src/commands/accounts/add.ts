/** `retrofit accounts add`: registers an account, with a role or with keys of its own. */

import {
  type Account,
  checkedAccessKeyId,
  checkedAccountId,
  checkedExternalId,
  checkedRegion,
  checkedRoleArn,
} from "../../accounts/account.js";
import { encrypt, encryptionKeys } from "../../accounts/fernet.js";
import { firstRegionOf, partitionOfArn } from "../../accounts/partitions.js";
import { saveAccounts } from "../../accounts/registry.js";
import { readEnvFile } from "../../accounts/settings.js";
import { UserError } from "../../errors.js";
import type { Io } from "../io.js";
import { type AccountsOutcome, onRegistry } from "./registered.js";
import { askSecret } from "./secret.js";

export interface AddOptions {
  readonly alias?: string;
  readonly region?: string;
  readonly roleArn?: string;
  readonly organization?: string;
  readonly externalId?: string;
  readonly accessKeyId?: string;
}

/** Adds the account, or replaces the one of the same id. Throws UserError for what cannot be an account. */
export async function addAccount(
  id: string,
  options: AddOptions,
  io: Io,
): Promise<AccountsOutcome> {
  const account = accountOf(id, options);
  readEnvFile(io.cwd);
  const secretToken = account.authType === "aksk" ? await encryptedSecret() : undefined;
  return onRegistry("make", io, async (database) => {
    const [saved] = await saveAccounts(database, [{ ...account, secretToken }]);
    io.say(`${saved} ${account.accountId} (${account.alias}) in ${database.place}`);
    return "done";
  });
}

function accountOf(id: string, options: AddOptions): Account {
  const accountId = checkedAccountId(id);
  const { roleArn, accessKeyId, externalId } = options;
  if ((roleArn === undefined) === (accessKeyId === undefined)) {
    throw new UserError("say --role-arn, or --access-key-id for keys of the account's own");
  }
  const partition = roleArn && partitionOfArn(checkedRoleArn(roleArn, accountId));
  return {
    accountId,
    alias: options.alias ?? accountId,
    authType: roleArn === undefined ? "aksk" : "iam_role",
    region: checkedRegion(options.region ?? firstRegionOf(partition ?? "aws"), partition),
    roleArn,
    accessKeyId: accessKeyId && checkedAccessKeyId(accessKeyId),
    secretToken: undefined,
    organization: options.organization,
    externalId: externalId && checkedExternalId(externalId),
  };
}

/** The key is looked at before anybody is asked for a secret. */
async function encryptedSecret(): Promise<string> {
  const [newest] = encryptionKeys();
  return encrypt(await askSecret(), newest);
}
