/** An account database in PostgreSQL. */

import pg from "pg";
import { UserError } from "../../errors.js";
import { AccountError, nameOf } from "../errors.js";
import { setting, timeoutMs } from "../settings.js";
import type { Database, Row, Value } from "./database.js";

/** `pg` reads sslmode as libpq does where the URL says so. */
const LIKE_LIBPQ = "uselibpqcompat";

/** What is tried in turn, by libpq's word for it: `pg` has no mode that falls back. */
const attempts: Record<string, readonly string[]> = {
  disable: ["disable"],
  allow: ["disable", "require"],
  prefer: ["require", "disable"],
  require: ["require"],
  "verify-ca": ["verify-ca"],
  "verify-full": ["verify-full"],
};

/**
 * Connects to the database of a URL. Where neither the URL nor PGSSLMODE says how, the certificate is verified in full, save
 * on this machine; PGSSLROOTCERT, or sslrootcert in the URL, is the file of who signed it. Throws UserError, AccountError.
 */
export async function openPostgres(url: URL): Promise<Database> {
  const place = `PostgreSQL, ${hostOf(url)}${url.port && `:${url.port}`}${url.pathname}`;
  const modes = modesOf(url);
  for (const [index, mode] of modes.entries()) {
    const client = clientOf(url, mode);
    try {
      await client.connect();
      return databaseOf(client, place);
    } catch (error) {
      const isLast = index === modes.length - 1;
      if (isLast || !isAboutTls(error)) throw told(error, place);
    }
  }
  throw new AccountError(`${place}: no way to connect`);
}

/** A host that begins with a slash is the folder of a socket. */
function hostOf(url: URL): string {
  return url.searchParams.get("host") ?? decodeURIComponent(url.hostname);
}

function modesOf(url: URL): readonly string[] {
  const isLocal = /^(|localhost|127\.[\d.]+|\[?::1\]?|\/.*)$/.test(hostOf(url));
  const mode =
    url.searchParams.get("sslmode") ??
    setting("PGSSLMODE") ??
    (isLocal ? "disable" : "verify-full");
  const modes = attempts[mode];
  if (modes) return modes;
  throw new UserError(`sslmode is none of ${Object.keys(attempts).join(", ")}`);
}

function clientOf(url: URL, mode: string): pg.Client {
  const full = new URL(url);
  full.searchParams.set("sslmode", mode);
  full.searchParams.set(LIKE_LIBPQ, "true");
  const root = setting("PGSSLROOTCERT");
  if (root !== undefined && root !== "system" && !full.searchParams.has("sslrootcert"))
    full.searchParams.set("sslrootcert", root);
  if (full.searchParams.get("sslrootcert") === "system") full.searchParams.delete("sslrootcert");
  const limit = timeoutMs();
  const client = new pg.Client({
    connectionString: full.href,
    connectionTimeoutMillis: limit,
    query_timeout: limit,
  });
  // Unheard, a connection that the server closes would end the process; the next query fails anyway.
  client.on("error", () => undefined);
  return client;
}

/** The server knows no TLS, or (28000) insists on it. */
function isAboutTls(error: unknown): boolean {
  return nameOf(error) === "28000" || /does not support SSL/.test((error as Error).message);
}

function databaseOf(client: pg.Client, place: string): Database {
  const query = async (sql: string, values: readonly Value[] = []): Promise<Row[]> => {
    let index = 0;
    try {
      const numbered = sql.replace(/\?/g, () => `$${++index}`);
      return (await client.query<Row>(numbered, [...values])).rows;
    } catch (error) {
      throw told(error, place);
    }
  };
  return {
    dialect: "postgresql",
    place,
    query,
    transaction: async (work) => {
      await query("BEGIN");
      try {
        // A second command waits, so that it sees what the first wrote.
        await query("SELECT pg_advisory_xact_lock(hashtext('aws_accounts'))");
        const outcome = await work();
        await query("COMMIT");
        return outcome;
      } catch (error) {
        await client.query("ROLLBACK").catch(() => undefined);
        throw error;
      }
    },
    close: () => client.end(),
  };
}

/** SQLSTATEs (https://www.postgresql.org/docs/current/errcodes-appendix.html) and Node's codes that an owner can mend. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there; is the database started, and are host and port right?",
  ENOENT: "there is no socket in that folder",
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "the host's name cannot be looked up now",
  ETIMEDOUT: "no answer in time; is there a way to it through the network?",
  "28P01": "the password is wrong",
  "28000": "the login was refused",
  "3D000": "there is no database of that name",
  "42501": "the login may not do this",
  "42P01": "its tables are missing",
  "42703": "its tables have other columns than the services read",
  "53300": "it has too many connections",
};

/** The server's own message is not repeated, since it may quote a login. */
function told(error: unknown, place: string): AccountError {
  if (error instanceof AccountError) return error;
  const name = nameOf(error);
  const { message } = error as Error;
  const why = meanings[name] ?? (/timeout/i.test(message) ? meanings.ETIMEDOUT : tls(message));
  return new AccountError(`${place}: ${why ? `${why} (${name})` : name}`);
}

function tls(message: string): string | undefined {
  if (!/certificate|SSL|TLS/i.test(message)) return undefined;
  return "no trusted encryption; PGSSLROOTCERT names the file of who signed its certificate, PGSSLMODE how much is checked";
}
