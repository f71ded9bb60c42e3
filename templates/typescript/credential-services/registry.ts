// SPDX-License-Identifier: MIT-0
import { type Account, accountFrom } from "./account.js";
import { forgetAccounts } from "./accounts.js";
import { query } from "./database.js";
import { environmentAccounts } from "./environment-accounts.js";
import { DatabaseConnectionError } from "./errors.js";
import { TABLES } from "./tables.js";

/** What is stored of an account: the secret is a Fernet token. */
export interface NewAccount {
  readonly accountId: string;
  readonly alias: string;
  readonly region: string;
  readonly roleArn: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly secretAccessKeyEncrypted: string | undefined;
  /** The organisation whose external id the role wants. */
  readonly organization: string | undefined;
}

const SAVE = `
  INSERT INTO aws_accounts (account_id, alias, auth_type, region, role_arn, access_key_id,
                            secret_access_key_encrypted, org_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT id FROM organizations WHERE name = $8))
  ON CONFLICT (account_id) DO UPDATE SET
    alias = excluded.alias, auth_type = excluded.auth_type, region = excluded.region,
    role_arn = excluded.role_arn, access_key_id = excluded.access_key_id,
    secret_access_key_encrypted = excluded.secret_access_key_encrypted, org_id = excluded.org_id`;

const LIST = `
  SELECT account_id, alias, auth_type, region, role_arn FROM aws_accounts ORDER BY account_id`;

/** Makes the tables, unless they are there. Throws DatabaseConnectionError. */
export async function createTables(): Promise<void> {
  const statements = TABLES.replace(/^--.*$/gm, "").split(";");
  for (const statement of statements) if (statement.trim() !== "") await query(statement);
}

/** Adds an organisation, unless one of its name is there. Throws DatabaseConnectionError. */
export async function saveOrganization(
  name: string,
  externalId: string | undefined,
): Promise<void> {
  const known = await query("SELECT id FROM organizations WHERE name = $1", [name]);
  if (known.length > 0) return;
  if (externalId === undefined) {
    throw new DatabaseConnectionError("the organization is new: its --external-id is needed");
  }
  await query("INSERT INTO organizations (name, external_id) VALUES ($1, $2)", [name, externalId]);
}

/** Adds an account, or replaces it. Throws DatabaseConnectionError. */
export async function saveAccount(account: NewAccount): Promise<void> {
  const { accountId, alias, region, roleArn, accessKeyId, organization } = account;
  const authType = roleArn === undefined ? "aksk" : "iam_role";
  const token = account.secretAccessKeyEncrypted;
  const values = [accountId, alias, authType, region, roleArn, accessKeyId, token, organization];
  await query(
    SAVE,
    values.map((value) => value ?? null),
  );
  forgetAccounts();
}

/** All accounts, those of TARGET_ACCOUNTS first, without their secrets. */
export async function listAccounts(fromDatabase: boolean): Promise<Account[]> {
  const rows = fromDatabase ? await query(LIST) : [];
  const stored = rows.map(accountFrom).filter((account) => account !== undefined);
  return [...environmentAccounts(), ...(stored as Account[])];
}
