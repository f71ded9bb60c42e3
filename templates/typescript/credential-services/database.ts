// SPDX-License-Identifier: MIT-0
import { type Connection, openConnection } from "./connection.js";
import { DatabaseConnectionError, nameOf } from "./errors.js";
import { asServerIdentity } from "./scope.js";
import { setting } from "./settings.js";

const ATTEMPTS = 3;
const FIRST_BACKOFF_MS = 100;

const BY_ID = `
  SELECT a.account_id, a.alias, a.auth_type, a.access_key_id, a.secret_access_key_encrypted,
         a.role_arn, a.region, o.external_id
  FROM aws_accounts a LEFT JOIN organizations o ON o.id = a.org_id
  WHERE a.account_id = $1`;

let connection: Promise<Connection> | undefined;

/** The row of an account, with its organisation's external id. Throws DatabaseConnectionError. */
export async function findRow(accountId: string): Promise<unknown> {
  const [row] = await query(BY_ID, [accountId]);
  return row;
}

/**
 * Runs one statement and gives its rows. Failures that pass are tried again, with backoff. Throws
 * DatabaseConnectionError; the database's own message is not repeated, since it may quote a login.
 */
export async function query(sql: string, values: unknown[] = []): Promise<unknown[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await asServerIdentity(() => runOnce(sql, values));
    } catch (error) {
      if (error instanceof DatabaseConnectionError) throw error;
      const name = nameOf(error);
      // A rotated secret: the next connection reads it again.
      if (isRefusedLogin(name)) await closeDatabase();
      if (attempt === ATTEMPTS || !isPassing(name)) throw new DatabaseConnectionError(name);
    }
    await pause(FIRST_BACKOFF_MS * 2 ** attempt * (0.5 + Math.random() / 2));
  }
}

/** Closes the connections; the next query opens new ones. */
export async function closeDatabase(): Promise<void> {
  const open = connection;
  connection = undefined;
  const closing = await open?.catch(() => undefined);
  await closing?.close();
}

async function runOnce(sql: string, values: unknown[]): Promise<unknown[]> {
  const opening = connection ?? openConnection();
  connection = opening;
  opening.catch(() => {
    if (connection === opening) connection = undefined;
  });
  return (await opening).query(sql, values);
}

/** SQLSTATE 28: the login was refused. */
function isRefusedLogin(name: string): boolean {
  return name.startsWith("28");
}

/**
 * Whether a failure may pass by itself: the network's, a bare Error (`pg` gives no code for a
 * connection that was lost or came too late), and SQLSTATE classes 08, 40, 53 and 57; but not 57014,
 * our own time limit.
 */
function isPassing(name: string): boolean {
  if (isRefusedLogin(name)) return setting("RDS_SECRET_NAME") !== undefined;
  return name !== "57014" && /^(E[A-Z]+|Error|EAI_AGAIN|(08|40|53|57)\w{3})$/.test(name);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
