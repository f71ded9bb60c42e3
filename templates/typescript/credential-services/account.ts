// SPDX-License-Identifier: MIT-0
import { fieldsOf } from "./parameter.js";

/** A registered account. Never log one: it may hold the key. */
export interface Account {
  readonly accountId: string;
  readonly alias: string;
  readonly authType: "aksk" | "iam_role";
  readonly region: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly secretAccessKeyEncrypted: string | undefined;
  /** In the clear only where the account comes from the environment. */
  readonly secretAccessKey: string | undefined;
  readonly roleArn: string | undefined;
  readonly externalId: string | undefined;
}

/**
 * Reads a row of `aws_accounts`, or an entry of TARGET_ACCOUNTS, by the columns' names. Undefined
 * where it is none.
 */
export function accountFrom(row: unknown): Account | undefined {
  const fields = fieldsOf(row);
  const text = (name: string) => {
    const value = fields[name];
    return value === undefined || value === null || value === "" ? undefined : String(value);
  };
  const accountId = text("account_id")?.padStart(12, "0");
  const roleArn = text("role_arn");
  const authType = text("auth_type") ?? (roleArn === undefined ? "aksk" : "iam_role");
  if (accountId === undefined || (authType !== "aksk" && authType !== "iam_role")) return undefined;
  return {
    accountId,
    alias: text("alias") ?? accountId,
    authType,
    region: text("region"),
    accessKeyId: text("access_key_id"),
    secretAccessKeyEncrypted: text("secret_access_key_encrypted"),
    secretAccessKey: text("secret_access_key"),
    roleArn,
    externalId: text("external_id"),
  };
}
