/** Reads and writes the registered accounts. */

import type { Account } from "./account.js";
import type { Database, Row } from "./database/database.js";
import { hasTables, makeTables, newId } from "./database/tables.js";
import { AccountError } from "./errors.js";

const SELECT = `
  SELECT a.account_id, a.alias, a.auth_type, a.region, a.role_arn, a.access_key_id,
         a.secret_access_key_encrypted, o.name AS organization, o.external_id
  FROM aws_accounts a LEFT JOIN organizations o ON o.id = a.org_id`;

/** All accounts, by their ids. Throws AccountError, also where the tables are missing. */
export async function allAccounts(database: Database): Promise<Account[]> {
  if (!(await hasTables(database))) throw noTables(database);
  return (await database.query(`${SELECT} ORDER BY a.account_id`)).map(accountFrom);
}

/** The account. Throws AccountError where it is not registered, or the tables are missing. */
export async function findAccount(database: Database, accountId: string): Promise<Account> {
  if (!(await hasTables(database))) throw noTables(database);
  const [row] = await database.query(`${SELECT} WHERE a.account_id = ?`, [accountId]);
  if (row) return accountFrom(row);
  throw new AccountError(`${accountId} is not registered in ${database.place}`);
}

/** What saving an account did. */
export type Saved = "added" | "replaced";

/**
 * Adds the accounts, or replaces those of the same id, all or none; makes the tables if need be.
 * Throws AccountError where an organization has another external id than the account says.
 */
export async function saveAccounts(
  database: Database,
  accounts: readonly Account[],
): Promise<Saved[]> {
  return database.transaction(async () => {
    await makeTables(database);
    const saved: Saved[] = [];
    for (const account of accounts) saved.push(await save(database, account));
    return saved;
  });
}

/** Removes the account. Throws AccountError where it is not registered. */
export async function removeAccount(database: Database, accountId: string): Promise<Account> {
  const account = await findAccount(database, accountId);
  await database.transaction(() =>
    database.query("DELETE FROM aws_accounts WHERE account_id = ?", [accountId]),
  );
  return account;
}

async function save(database: Database, account: Account): Promise<Saved> {
  const { accountId, alias, authType, region, roleArn, accessKeyId, secretToken } = account;
  const columns = {
    alias,
    auth_type: authType,
    region,
    role_arn: roleArn ?? null,
    access_key_id: accessKeyId ?? null,
    secret_access_key_encrypted: secretToken ?? null,
    org_id: await organizationOf(database, account),
  };
  const [names, values] = [Object.keys(columns), Object.values(columns)];
  const found = "SELECT id FROM aws_accounts WHERE account_id = ?";
  if ((await database.query(found, [accountId])).length > 0) {
    const set = names.map((name) => `${name} = ?`).join(", ");
    await database.query(`UPDATE aws_accounts SET ${set} WHERE account_id = ?`, [
      ...values,
      accountId,
    ]);
    return "replaced";
  }
  const into = `INSERT INTO aws_accounts (id, account_id, ${names.join(", ")})`;
  const places = ["?", "?", ...names.map(() => "?")].join(", ");
  await database.query(`${into} VALUES (${places})`, [
    newId(database.dialect),
    accountId,
    ...values,
  ]);
  return "added";
}

/** The id of the account's organization: by its name or its external id, made where it is new; null where there is none. */
async function organizationOf(
  database: Database,
  { accountId, alias, organization, externalId }: Account,
): Promise<string | null> {
  if (organization === undefined && externalId === undefined) return null;
  const by =
    organization === undefined
      ? await database.query("SELECT * FROM organizations WHERE external_id = ?", [
          externalId ?? null,
        ])
      : await database.query("SELECT * FROM organizations WHERE name = ?", [organization]);
  const [known] = by;
  if (known) {
    if (externalId === undefined || known.external_id === externalId) return String(known.id);
    throw new AccountError(
      `${accountId}: the organization ${organization} has another external id; say another --organization`,
    );
  }
  if (externalId === undefined) {
    throw new AccountError(`the organization ${organization} is new: say its --external-id`);
  }
  return addOrganization(database, organization ?? alias, externalId);
}

async function addOrganization(database: Database, name: string, externalId: string) {
  const taken = await database.query("SELECT name FROM organizations WHERE external_id = ?", [
    externalId,
  ]);
  if (taken[0]) {
    throw new AccountError(
      `the external id is that of the organization ${taken[0].name}: say --organization ${taken[0].name}`,
    );
  }
  const id = newId(database.dialect);
  await database.query("INSERT INTO organizations (id, name, external_id) VALUES (?, ?, ?)", [
    id,
    name,
    externalId,
  ]);
  return id;
}

function noTables({ place }: Database): AccountError {
  return new AccountError(`${place} has no account tables: \`accounts add\` makes them`);
}

function accountFrom(row: Row): Account {
  const text = (name: string): string | undefined => {
    const value = row[name];
    return value === null || value === undefined || value === "" ? undefined : String(value);
  };
  const accountId = text("account_id") ?? "";
  const authType = text("auth_type") === "aksk" ? "aksk" : "iam_role";
  return {
    accountId,
    alias: text("alias") ?? accountId,
    authType,
    region: text("region") ?? "",
    roleArn: text("role_arn"),
    accessKeyId: text("access_key_id"),
    secretToken: text("secret_access_key_encrypted"),
    organization: text("organization"),
    externalId: text("external_id"),
  };
}
