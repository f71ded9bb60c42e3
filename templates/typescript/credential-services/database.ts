// SPDX-License-Identifier: MIT-0
/* eslint-disable @typescript-eslint/ban-ts-comment */
// biome-ignore-all lint/suspicious/noTsIgnore: the package may or may not be installed
// The database of accounts: PostgreSQL, or one SQLite file for one's own machine. It is only read here:
// `retrofit accounts` writes it, and makes its tables.
import { existsSync, readFileSync, statSync } from "node:fs";
import { loadPackage, readSecret } from "./aws.js";
import { asServerIdentity } from "./context.js";
import { DatabaseConnectionError, fieldsOf, nameOf } from "./errors.js";
import { databaseUrl, localDatabase, setting, timeoutMs } from "./settings.js";

const ATTEMPTS = 3;
const FIRST_BACKOFF_MS = 100;

const BY_ID = `
  SELECT a.account_id, a.alias, a.auth_type, a.access_key_id, a.secret_access_key_encrypted,
         a.role_arn, a.region, o.external_id
  FROM aws_accounts a LEFT JOIN organizations o ON o.id = a.org_id
  WHERE a.account_id = $1`;

/** An open registry of accounts. */
interface Connection {
  query(sql: string, values: string[]): Promise<unknown[]>;
  close(): Promise<void>;
}

let connection: Promise<Connection> | undefined;

/**
 * The row of an account, with its organisation's external id. Failures that pass are tried again, with
 * backoff. Throws DatabaseConnectionError; the database's own message is not repeated, since it may
 * quote a login.
 */
export async function findRow(accountId: string): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const [row] = await asServerIdentity(() => query(BY_ID, [accountId]));
      return row;
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

async function query(sql: string, values: string[]): Promise<unknown[]> {
  const opening = connection ?? openConnection();
  connection = opening;
  opening.catch(() => {
    if (connection === opening) connection = undefined;
  });
  return (await opening).query(sql, values);
}

/** SQLSTATE 28. */
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

/** Opens the URL's database, else that of the secret RDS_SECRET_NAME, else the file in the user's home. */
async function openConnection(): Promise<Connection> {
  const url = databaseUrl();
  if (url !== undefined && /^postgres(ql)?:\/\//.test(url)) return openUrl(new URL(url));
  if (url !== undefined) return openSqlite(sqliteFile(url));
  if (setting("RDS_SECRET_NAME") === undefined) return openSqlite(localDatabase());
  const { sslmode, ...where } = await databaseSecret();
  return openPostgres(where, tlsFor(String(where["host"]), sslmode));
}

// --- PostgreSQL ---------------------------------------------------------------------------------

const POOL_SIZE = 5;

/** A connection that `pg` lends out; `release(true)` closes it. */
interface PgClient {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  release(destroy?: boolean): void;
  on(event: "error", listener: () => void): unknown;
}

interface PgPool {
  connect(): Promise<PgClient>;
  on(event: "error", listener: () => void): unknown;
  on(event: "connect", listener: (client: PgClient) => void): unknown;
  end(): Promise<void>;
}

async function loadPg(): Promise<{ Pool: new (settings: object) => PgPool }> {
  // @ts-ignore
  const load = () => import("pg");
  return loadPackage("pg", load);
}

/** `pg` understands sslmode otherwise than libpq does, so it isn't shown that. */
async function openUrl(url: URL): Promise<Connection> {
  const { searchParams, hostname } = url;
  const host = searchParams.get("host") ?? decodeURIComponent(hostname);
  const tls = tlsFor(host, searchParams.get("sslmode"), searchParams.get("sslrootcert"));
  for (const name of ["sslmode", "sslrootcert", "uselibpqcompat"]) searchParams.delete(name);
  return openPostgres({ connectionString: url.href }, tls);
}

type Tls =
  | false
  | { rejectUnauthorized: boolean; ca?: string; checkServerIdentity?: () => undefined };

/**
 * How to connect, as libpq means it: what to try in turn. Where no mode is given, neither in the URL
 * or the secret nor in PGSSLMODE, the certificate is verified in full, save on this machine. RDS's are
 * no public ones: give the RDS bundle as sslrootcert (PGSSLROOTCERT) or in NODE_EXTRA_CA_CERTS.
 */
function tlsFor(host: string, given: unknown, rootGiven?: string | null): Tls[] {
  const isLocal = /^(|localhost|127\.[\d.]+|\[?::1\]?|\/.*)$/.test(host);
  const mode = String(given ?? setting("PGSSLMODE") ?? (isLocal ? "disable" : "verify-full"));
  const file = rootGiven ?? setting("PGSSLROOTCERT");
  const ca = file == null || file === "system" ? {} : { ca: readFileSync(file, "utf8") };
  const encrypted = { rejectUnauthorized: false };
  const trusted = { rejectUnauthorized: true, checkServerIdentity: () => undefined, ...ca };
  const modes = new Map<string, Tls[]>([
    ["disable", [false]],
    ["allow", [false, encrypted]],
    ["prefer", [encrypted, false]],
    // As libpq: with a root certificate at hand it is used.
    ["require", ["ca" in ca ? trusted : encrypted]],
    ["verify-ca", [trusted]],
    ["verify-full", [{ rejectUnauthorized: true, ...ca }]],
  ]);
  const tls = modes.get(mode);
  if (tls === undefined) throw new DatabaseConnectionError("sslmode is none of libpq's");
  return tls;
}

/** Opens the first way that the server takes. */
async function openPostgres(where: object, [tls, ...others]: Tls[]): Promise<Connection> {
  const opened = await openPool({ ...where, ssl: tls });
  if (others.length === 0) return opened;
  try {
    await opened.query("SELECT 1", []);
    return opened;
  } catch (error) {
    await opened.close();
    // The server knows no TLS, or (28000) insists on it. Anything else is another way's failure too.
    const isRefused = nameOf(error) === "28000" || /does not support SSL/.test(String(error));
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
  const client = await pool.connect();
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

/**
 * The settings for a `pg` pool from the Secrets Manager secret RDS_SECRET_NAME, as RDS keeps it:
 * JSON with username, password, host, port and dbname (or database). Throws DatabaseConnectionError.
 */
async function databaseSecret(): Promise<Record<string, unknown>> {
  const { username, password, host, port, dbname, database, sslmode } = await secretFields();
  const name = database ?? dbname;
  if ([username, password, host, name].some((field) => typeof field !== "string")) {
    throw new DatabaseConnectionError("the secret lacks username, password, host or dbname");
  }
  const where = { user: username, password, host, port: Number(port ?? 5432), database: name };
  return { ...where, sslmode };
}

async function secretFields(): Promise<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(await readSecret(setting("RDS_SECRET_NAME"))));
  } catch (error) {
    // A parser's message would quote the secret.
    throw new DatabaseConnectionError(`RDS_SECRET_NAME can't be read: ${nameOf(error)}`);
  }
}

// --- SQLite -------------------------------------------------------------------------------------

interface NodeSqlite {
  DatabaseSync: new (
    file: string,
    options: { readOnly: boolean },
  ) => {
    exec(sql: string): void;
    prepare(sql: string): { all(...values: string[]): unknown[] };
    close(): void;
  };
}

interface SqlJsDatabase {
  exec(sql: string, values: string[]): { columns: string[]; values: unknown[][] }[];
  close(): void;
}

interface SqlJs {
  default(): Promise<{ Database: new (bytes: Uint8Array) => SqlJsDatabase }>;
}

/** The file of `sqlite:///relative.db` or `sqlite:////absolute.db`, as SQLAlchemy writes them. */
function sqliteFile(url: string): string {
  const file = /^sqlite(?:\+\w+)?:\/\/\/([^?]+)/.exec(url)?.[1];
  if (file !== undefined && file !== ":memory:") return file;
  throw new DatabaseConnectionError("the database URL is no postgresql:// or sqlite:/// URL");
}

/** With Node's own SQLite (22.13), else with the package sql.js. */
async function openSqlite(file: string): Promise<Connection> {
  const sqlite = await loadPackage<NodeSqlite>("node:sqlite").catch(() => undefined);
  const read = sqlite === undefined ? await readerOfSqlJs(file) : readerOfNode(sqlite, file);
  const query = async (sql: string, values: string[]) => {
    if (!existsSync(file)) throw new DatabaseConnectionError("the SQLite file is not there");
    return read(sql.replace(/\$/g, "?"), values);
  };
  return { query, close: async () => undefined };
}

// The file is opened for each query: who writes it may put another in its place.
type Read = (sql: string, values: string[]) => unknown[];

function readerOfNode({ DatabaseSync }: NodeSqlite, file: string): Read {
  return (sql, values) => {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      database.exec(`PRAGMA busy_timeout = ${timeoutMs()}`);
      return database.prepare(sql).all(...values);
    } finally {
      database.close();
    }
  };
}

async function readerOfSqlJs(file: string): Promise<Read> {
  const sqlJs = await loadPackage<SqlJs>("sql.js").catch(() => undefined);
  const { Database } = (await sqlJs?.default()) ?? {};
  if (!Database) throw new DatabaseConnectionError("SQLite takes Node.js 22.13, or sql.js");
  return (sql, values) => {
    // What is being written is only told by its journal: that passes.
    const journal = statSync(`${file}-journal`, { throwIfNoEntry: false });
    if (journal?.size) throw Object.assign(new Error(), { code: "EBUSY" });
    const database = new Database(readFileSync(file));
    const [found] = database.exec(sql, values);
    database.close();
    const rowOf = (row: unknown[]) => found?.columns.map((name, at) => [name, row[at]]) ?? [];
    return (found?.values ?? []).map((row) => Object.fromEntries(rowOf(row)) as unknown);
  };
}
