// SPDX-License-Identifier: MIT-0
import { readFile } from "node:fs/promises";
import { DatabaseConnectionError } from "./errors.js";
import {
  loadOptional,
  loadPg,
  type PgClient,
  type PglitePackage,
  type PgPool,
} from "./packages.js";
import { databaseSecret } from "./secret.js";
import { databaseUrl, setting, timeoutMs } from "./settings.js";

/** An open registry of accounts. */
export interface Connection {
  query(sql: string, values: unknown[]): Promise<unknown[]>;
  close(): Promise<void>;
}

const POOL_SIZE = 5;
const PGLITE = /^pglite:(\/\/)?/;

/**
 * Opens DATABASE_URL, or the database that the secret RDS_SECRET_NAME names. `pglite://folder` is
 * an embedded PostgreSQL for one's own machine (`pglite://memory` keeps nothing), where the package
 * `@electric-sql/pglite` is installed.
 */
export async function openConnection(): Promise<Connection> {
  const url = databaseUrl();
  if (url === undefined) {
    const { sslmode, ...where } = await databaseSecret();
    return openPostgres(where, await tlsFor(String(where["host"]), sslmode));
  }
  if (PGLITE.test(url)) return openPglite(url.replace(PGLITE, ""));
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new DatabaseConnectionError("the database URL is no postgresql:// or pglite:// URL");
  }
  return openUrl(new URL(url));
}

/** `pg` understands sslmode otherwise than libpq does, so it isn't shown that. */
async function openUrl(url: URL): Promise<Connection> {
  const { searchParams: query, hostname } = url;
  const host = query.get("host") ?? decodeURIComponent(hostname);
  const tls = await tlsFor(host, query.get("sslmode"), query.get("sslrootcert"));
  for (const name of ["sslmode", "sslrootcert", "uselibpqcompat"]) query.delete(name);
  return openPostgres({ connectionString: url.href }, tls);
}

const MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

type Tls =
  | false
  | { rejectUnauthorized: boolean; ca?: string; checkServerIdentity?: () => undefined };

/**
 * How to connect, as libpq means it: what to try in turn. Where no mode is given, neither in the URL
 * or the secret nor in PGSSLMODE, the certificate is verified in full, save on this machine. RDS's are
 * no public ones: give the RDS bundle as sslrootcert (PGSSLROOTCERT) or in NODE_EXTRA_CA_CERTS.
 */
async function tlsFor(host: string, given: unknown, rootGiven?: string | null): Promise<Tls[]> {
  const isLocal = /^(|localhost|127\.[\d.]+|\[?::1\]?|\/.*)$/.test(host);
  const mode = String(given ?? setting("PGSSLMODE") ?? (isLocal ? "disable" : "verify-full"));
  const file = rootGiven ?? setting("PGSSLROOTCERT");
  const ca = file == null || file === "system" ? {} : { ca: await readFile(file, "utf8") };
  const encrypted = { rejectUnauthorized: false };
  const trusted = { rejectUnauthorized: true, checkServerIdentity: () => undefined, ...ca };
  const modes: Record<string, Tls[] | undefined> = {
    disable: [false],
    allow: [false, encrypted],
    prefer: [encrypted, false],
    // As libpq: with a root certificate at hand it is used.
    require: ["ca" in ca ? trusted : encrypted],
    "verify-ca": [trusted],
    "verify-full": [{ rejectUnauthorized: true, ...ca }],
  };
  const tls = MODES.includes(mode) ? modes[mode] : undefined;
  if (tls === undefined) throw new DatabaseConnectionError("sslmode is none of libpq's");
  return tls;
}

/** Opens the first way that the server takes. */
async function openPostgres(where: object, [tls, ...others]: Tls[]): Promise<Connection> {
  const connection = await openPool({ ...where, ssl: tls });
  if (others.length === 0) return connection;
  try {
    await connection.query("SELECT 1", []);
    return connection;
  } catch (error) {
    await connection.close();
    // The server knows no TLS, or (28000) insists on it. Anything else is another way's failure too.
    const { code, message } = error as { code?: string; message?: string };
    const isRefused = code === "28000" || /does not support SSL/.test(message ?? "");
    if (!isRefused) throw error;
    return openPostgres(where, others);
  }
}

async function openPool(where: object): Promise<Connection> {
  const { Pool } = await loadPg();
  const pool = new Pool({
    ...where,
    max: POOL_SIZE,
    connectionTimeoutMillis: timeoutMs(),
    query_timeout: timeoutMs(),
    allowExitOnIdle: true,
  });
  // A connection that the server closes, idle or lent out. Unheard, the event would end the process;
  // the query that uses the connection fails, and the pool replaces it.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return { query: (sql, values) => transact(pool, sql, values), close: () => pool.end() };
}

async function transact(pool: PgPool, sql: string, values: unknown[]): Promise<unknown[]> {
  const client: PgClient = await pool.connect();
  try {
    // In the transaction, not as a start-up option: RDS Proxy and PgBouncer refuse those.
    await client.query(`BEGIN; SET LOCAL statement_timeout = ${Math.ceil(timeoutMs())}`);
    const { rows } = await client.query(sql, values);
    await client.query("COMMIT");
    client.release();
    return rows;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function openPglite(folder: string): Promise<Connection> {
  const { PGlite } = await loadOptional<PglitePackage>("@electric-sql/pglite");
  const database = new PGlite(folder === "memory" ? undefined : folder);
  return {
    query: async (sql, values) => (await database.query(sql, values)).rows,
    close: () => database.close(),
  };
}
