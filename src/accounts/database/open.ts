/** Opens the account database that the services would open: by the same settings, in the same order. */

import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../errors.js";
import { setting } from "../settings.js";
import type { Database } from "./database.js";

/** What may become of a database that is not there: it is made, or its absence is an AccountError. */
export type Missing = "make" | "refuse";

/**
 * Opens the database of ACCOUNTS_DATABASE_URL, else DATABASE_URL, else the one that the Secrets Manager secret
 * RDS_SECRET_NAME names, else the SQLite file in the user's home. Throws UserError where the setting is none,
 * AccountError where the database cannot be reached.
 */
export async function openDatabase(missing: Missing): Promise<Database> {
  const url = setting("ACCOUNTS_DATABASE_URL") ?? setting("DATABASE_URL");
  const secret = setting("RDS_SECRET_NAME");
  if (url === undefined && secret !== undefined) {
    const [{ openPostgres }, { databaseSecret }] = await Promise.all([
      import("./postgres.js"),
      import("./secret.js"),
    ]);
    return openPostgres(await databaseSecret(secret));
  }
  const file = url === undefined ? ownFile() : sqliteFile(url);
  if (file !== undefined) {
    const { openSqlite } = await import("./sqlite.js");
    return openSqlite(file, missing);
  }
  const { openPostgres } = await import("./postgres.js");
  return openPostgres(postgresUrl(url ?? ""));
}

/** The embedded database of one's own machine, where the services look for it. */
function ownFile(): string {
  return join(homedir(), ".cred_extract_services", "accounts.db");
}

/** The file of a `sqlite:///relative` or `sqlite:////absolute` URL, as SQLAlchemy writes them. */
function sqliteFile(url: string): string | undefined {
  if (!/^sqlite(\+\w+)?:/.test(url)) return undefined;
  const file = /^sqlite(?:\+\w+)?:\/\/\/([^?]+)/.exec(url)?.[1];
  if (file !== undefined && file !== ":memory:") return file;
  throw new UserError(
    "the database URL names no file: sqlite:///accounts.db, or sqlite:////absolute/path",
  );
}

/**
 * SQLAlchemy's URLs may name a driver, which is Python's own affair, and libpq's a login without a host, where a parameter
 * names the folder of a socket. It holds a password, so it is not repeated.
 */
function postgresUrl(text: string): URL {
  const url = text
    .replace(/^postgres(ql)?(\+\w+)?:/, "postgresql:")
    .replace(/^(postgresql:\/\/[^/@]*@)\//, "$1localhost/");
  if (url.startsWith("postgresql://") && URL.canParse(url)) return new URL(url);
  throw new UserError(
    "ACCOUNTS_DATABASE_URL (or DATABASE_URL) is neither a postgresql:// nor a sqlite:/// URL",
  );
}
