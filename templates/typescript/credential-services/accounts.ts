// SPDX-License-Identifier: MIT-0
// Which accounts are registered: in TARGET_ACCOUNTS or in the database, and how their secrets are read.
import { createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";
import { findRow } from "./database.js";
import {
  AccountNotFoundError,
  CredentialDecryptionError,
  DatabaseConnectionError,
  fieldsOf,
} from "./errors.js";
import { hasDatabase, listSetting, setting, waitMs } from "./settings.js";

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

/** How long a change or a removal in the registry may take to be seen, and an addition. */
const LIFETIME_MS = 60_000;
const UNKNOWN_MS = 5_000;

const known = waitingCache<{ account: Account | undefined; until: number }>(
  ({ until }) => until > Date.now(),
  () => new DatabaseConnectionError("no answer in time"),
);

/**
 * Looks an account up: in TARGET_ACCOUNTS, then in the database. Calls that ask at once share one
 * query; that an account is not there is remembered briefly, and failures are not. Throws
 * AccountNotFoundError, DatabaseConnectionError.
 */
export async function findAccount(accountId: string): Promise<Account> {
  const listed = environmentAccounts().find((account) => account.accountId === accountId);
  if (listed !== undefined) return listed;
  if (!hasDatabase()) throw new AccountNotFoundError("no database is configured");
  const { account } = await known.get(accountId, async () => {
    const found = await lookUp(accountId);
    const lifetime = found === undefined ? UNKNOWN_MS : LIFETIME_MS;
    return { account: found, until: Date.now() + lifetime };
  });
  if (account === undefined) throw new AccountNotFoundError("the account is not registered");
  return account;
}

/** Forgets what was looked up. */
export function forgetAccounts(): void {
  known.clear();
}

async function lookUp(accountId: string): Promise<Account | undefined> {
  const row = await findRow(accountId);
  if (row === undefined) return undefined;
  const account = accountFrom(row);
  if (account === undefined) throw new DatabaseConnectionError("the account's row can't be read");
  return account;
}

/** Reads a row of `aws_accounts`, or an entry of TARGET_ACCOUNTS; undefined where it is none. */
function accountFrom(row: unknown): Account | undefined {
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

// --- TARGET_ACCOUNTS ----------------------------------------------------------------------------

let last: { text: string; accounts: readonly Account[] } | undefined;

/**
 * The accounts of TARGET_ACCOUNTS, for a trial without a database: a JSON list of objects with the
 * columns of `aws_accounts`, `external_id`, and `secret_access_key` where that is not encrypted.
 */
function environmentAccounts(): readonly Account[] {
  const text = setting("TARGET_ACCOUNTS");
  if (text === undefined) return [];
  if (last?.text !== text) last = { text, accounts: accountsIn(text) };
  return last.accounts;
}

function accountsIn(text: string): Account[] {
  const accounts = entriesOf(text)?.map(accountFrom);
  const usable = accounts?.filter((account) => account !== undefined);
  if (usable === undefined || usable.length !== accounts?.length) {
    throw new DatabaseConnectionError("TARGET_ACCOUNTS is not a JSON list of accounts");
  }
  return usable as Account[];
}

function entriesOf(text: string): unknown[] | undefined {
  try {
    const entries: unknown = JSON.parse(text);
    return Array.isArray(entries) ? entries : undefined;
  } catch {
    // The parser's own error would quote the secrets.
    return undefined;
  }
}

// --- encrypted secrets --------------------------------------------------------------------------
// Fernet, as in https://github.com/fernet/spec: a version byte, the time (8 bytes), an IV (16),
// AES-128-CBC of the text, and HMAC-SHA256 (32) of all that. Python's `cryptography` reads it too.

const VERSION = 0x80;
const IV_AT = 9;
const TEXT_AT = 25;
const MAC_BYTES = 32;

/**
 * Decrypts a stored secret with the first key of ENCRYPTION_KEY that fits: a Fernet key, or several
 * separated by commas, the newest first. Throws CredentialDecryptionError if none does.
 */
export function decrypt(token: string, keys = listSetting("ENCRYPTION_KEY")): string {
  if (keys === undefined) throw new CredentialDecryptionError("ENCRYPTION_KEY is not set");
  for (const key of keys) {
    const text = decryptWith(key, token);
    if (text !== undefined) return text;
  }
  throw new CredentialDecryptionError("no key of ENCRYPTION_KEY decrypts the stored secret");
}

/** The text, or undefined where the token is damaged or was made with another key. */
function decryptWith(key: string, token: string): string | undefined {
  const halves = Buffer.from(key, "base64url");
  if (halves.length !== 32) throw new CredentialDecryptionError("ENCRYPTION_KEY is no Fernet key");
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length < TEXT_AT + 16 + MAC_BYTES || bytes[0] !== VERSION) return undefined;
  const signed = bytes.subarray(0, -MAC_BYTES);
  const mac = createHmac("sha256", halves.subarray(0, 16)).update(signed).digest();
  if (!timingSafeEqual(mac, bytes.subarray(-MAC_BYTES))) return undefined;
  const iv = signed.subarray(IV_AT, TEXT_AT);
  const decipher = createDecipheriv("aes-128-cbc", halves.subarray(16), iv);
  const text = Buffer.concat([decipher.update(signed.subarray(TEXT_AT)), decipher.final()]);
  return text.toString("utf8");
}

// --- what is slow to get ------------------------------------------------------------------------

/** A cache of values that are slow to get. */
export interface WaitingCache<Value> {
  /** The fresh value under this key, the one being fetched, or a new one from `fetch`. */
  get(key: string, fetch: () => Promise<Value>): Promise<Value>;
  clear(): void;
}

/** More than this many are not kept: the oldest go. */
const MAX_ENTRIES = 1000;

/**
 * A bounded cache that fetches once for each key, however many ask at the same time, and remembers
 * no failure. A value is used for as long as `isFresh` says so; a fetch that takes longer than
 * `waitMs()` fails for all who wait with the error that `late` makes.
 */
export function waitingCache<Value>(
  isFresh: (value: Value) => boolean,
  late: () => Error,
): WaitingCache<Value> {
  const values = new Map<string, Value>();
  const inFlight = new Map<string, Promise<Value>>();

  async function fetchInto(key: string, fetch: () => Promise<Value>): Promise<Value> {
    try {
      const value = await withinLimit(fetch(), waitMs(), late);
      values.delete(key);
      values.set(key, value);
      const [oldest] = values.keys();
      if (values.size > MAX_ENTRIES && oldest !== undefined) values.delete(oldest);
      return value;
    } finally {
      inFlight.delete(key);
    }
  }

  return {
    async get(key, fetch) {
      const value = values.get(key);
      if (value !== undefined && isFresh(value)) return value;
      const pending = inFlight.get(key) ?? fetchInto(key, fetch);
      inFlight.set(key, pending);
      return pending;
    },
    clear: () => values.clear(),
  };
}

async function withinLimit<T>(work: Promise<T>, limitMs: number, late: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
