/** The accounts of a proof, one for each thing that can happen to a call that names it. */

import type { Account, Credentials } from "../judge/index.js";
import { encryptFernet } from "./fernet.js";

/** The server's own account. */
export const BASE = { id: "999999999999", region: "us-east-1" } as const;
/** Keys, stored encrypted. */
export const A = { id: "111111111111", region: "eu-west-1" } as const;
/** A role with an external id. */
export const B = {
  id: "222222222222",
  region: "ap-southeast-2",
  externalId: "external-of-b",
} as const;

/** The accounts that a call fails with, by the type of the error. */
export const failing = {
  account_not_found: "555555555555",
  credential_error: "333333333333",
  assume_role_error: "444444444444",
  account_access_denied: "666666666666",
} as const;

/** An account that only the database could know, for servers whose database does not answer. */
export const UNLISTED = "777777777777";

/** What the judge is told. */
export const accounts: readonly Account[] = [
  { id: BASE.id },
  { id: A.id },
  { id: B.id, externalId: B.externalId },
  { id: failing.assume_role_error, assumable: false },
  { id: failing.account_access_denied },
];

/** The settings by which the services know these accounts. `issue` makes keys that the judge knows. */
export function registry(
  issue: (accountId: string) => Credentials,
  key: string,
): Record<string, string> {
  const keys = (id: string) => ({
    account_id: id,
    auth_type: "aksk",
    access_key_id: issue(id).accessKeyId,
  });
  const ofA = issue(A.id);
  const denied = issue(failing.account_access_denied);
  const rows = [
    {
      account_id: A.id,
      auth_type: "aksk",
      region: A.region,
      access_key_id: ofA.accessKeyId,
      secret_access_key_encrypted: encryptFernet(ofA.secretAccessKey, key),
    },
    role(B.id, { region: B.region, external_id: B.externalId }),
    { ...keys(failing.credential_error), secret_access_key_encrypted: "gAAAAAdamaged" },
    role(failing.assume_role_error, {}),
    {
      account_id: denied.accountId,
      auth_type: "aksk",
      access_key_id: denied.accessKeyId,
      secret_access_key: denied.secretAccessKey,
    },
  ];
  const { account_access_denied: _denied, ...others } = failing;
  const allowed = [A.id, B.id, UNLISTED, ...Object.values(others)];
  return {
    TARGET_ACCOUNTS: JSON.stringify(rows.map((row) => ({ alias: row.account_id, ...row }))),
    ENCRYPTION_KEY: key,
    ALLOWED_TARGET_ACCOUNTS: allowed.join(","),
    TARGET_ACCOUNT_TIMEOUT_SECONDS: "5",
  };
}

function role(id: string, more: Record<string, string>) {
  return {
    account_id: id,
    auth_type: "iam_role",
    role_arn: `arn:aws:iam::${id}:role/verify`,
    ...more,
  };
}
