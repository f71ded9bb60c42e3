// SPDX-License-Identifier: MIT-0
import { DatabaseConnectionError } from "./errors.js";
import {
  loadOptional,
  loadPg,
  type PgClient,
  type PglitePackage,
  type PgPool,
} from "./packages.js";
import { databaseSecret } from "./secret.js";
import { databaseUrl, timeoutMs } from "./settings.js";

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
  if (url === undefined) return openPostgres(await databaseSecret());
  if (PGLITE.test(url)) return openPglite(url.replace(PGLITE, ""));
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new DatabaseConnectionError("the database URL is no postgresql:// or pglite:// URL");
  }
  return openPostgres({ connectionString: url });
}

async function openPostgres(where: object): Promise<Connection> {
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
