/**
 * The account tables. In PostgreSQL as the services' `schema.sql` has them; in SQLite as SQLAlchemy makes them of
 * `tables.py`, which reads ids as 32 hexadecimal digits.
 */

import { randomUUID } from "node:crypto";
import type { Database } from "./database.js";

type Dialect = Database["dialect"];

const idTypes: Record<Dialect, { key: string; reference: string }> = {
  postgresql: { key: "uuid PRIMARY KEY DEFAULT gen_random_uuid()", reference: "uuid" },
  sqlite: { key: "CHAR(32) NOT NULL PRIMARY KEY", reference: "CHAR(32)" },
};

function statements(dialect: Dialect): string[] {
  const { key, reference } = idTypes[dialect];
  return [
    `CREATE TABLE organizations (
       id ${key},
       name varchar(255) NOT NULL,
       external_id varchar(1224) NOT NULL UNIQUE
     )`,
    `CREATE TABLE aws_accounts (
       id ${key},
       account_id varchar(12) NOT NULL UNIQUE,
       alias varchar(255) NOT NULL,
       auth_type varchar(16) NOT NULL,
       access_key_id varchar(128),
       secret_access_key_encrypted text,
       role_arn varchar(2048),
       region varchar(32) NOT NULL DEFAULT 'us-east-1',
       org_id ${reference} REFERENCES organizations (id),
       CONSTRAINT aws_accounts_auth_type CHECK (auth_type IN ('aksk', 'iam_role'))
     )`,
    "CREATE INDEX aws_accounts_org_id ON aws_accounts (org_id)",
  ];
}

const lookups: Record<Dialect, string> = {
  postgresql: "SELECT to_regclass('aws_accounts') AS found",
  sqlite: "SELECT max(name) AS found FROM sqlite_master WHERE name = 'aws_accounts'",
};

/** Whether the tables are there. */
export async function hasTables(database: Database): Promise<boolean> {
  const [row] = await database.query(lookups[database.dialect]);
  return row?.found != null;
}

/** Makes the tables, unless they are there: whoever may only write into them needs no right to make any. */
export async function makeTables(database: Database): Promise<void> {
  if (await hasTables(database)) return;
  for (const statement of statements(database.dialect)) await database.query(statement);
}

/** A new id of a row, as the database keeps it. */
export function newId(dialect: Dialect): string {
  const id = randomUUID();
  return dialect === "sqlite" ? id.replaceAll("-", "") : id;
}
