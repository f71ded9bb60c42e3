/** What every `accounts` command does around its work: settings, the database, and how failures are told. */

import type { Database } from "../../accounts/database/database.js";
import { type Missing, openDatabase } from "../../accounts/database/open.js";
import { AccountError } from "../../accounts/errors.js";
import { readEnvFile } from "../../accounts/settings.js";
import type { Io } from "../io.js";

/** `failed`: an account or the database; a wrong use of the command is a UserError. */
export type AccountsOutcome = "done" | "failed" | "cancelled";

/** Does the work on the account database, and closes it. An AccountError is told in its one line. */
export function onRegistry(
  missing: Missing,
  io: Io,
  work: (database: Database) => Promise<AccountsOutcome>,
): Promise<AccountsOutcome> {
  return told(io, () => withRegistry(missing, io, work));
}

/** The same for work that gives something. Throws UserError, AccountError. */
export async function withRegistry<T>(
  missing: Missing,
  io: Io,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  readEnvFile(io.cwd);
  // That the SDK will want a newer Node is for who builds this program: it has its own copy.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const database = await openDatabase(missing);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Does the work; an AccountError becomes a line and `failed`. */
export async function told(io: Io, work: () => Promise<AccountsOutcome>): Promise<AccountsOutcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    io.say(`retrofit: ${error.message}`);
    return "failed";
  }
}
