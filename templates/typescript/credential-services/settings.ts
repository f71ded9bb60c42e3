// SPDX-License-Identifier: MIT-0
/** A setting from the environment; blank counts as not set, as in a copied `.env.example`. */
export function setting(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === "" ? undefined : value;
}

/** A setting that is a list, separated by commas or white space. */
export function listSetting(name: string): string[] | undefined {
  return setting(name)
    ?.split(/[\s,]+/)
    .filter((item) => item !== "");
}

/** Whether any account can be named at all: without this, nothing about the server changes. */
export function accountsAreConfigured(): boolean {
  return setting("TARGET_ACCOUNTS") !== undefined || hasDatabase();
}

/** Whether a database of accounts is configured. */
export function hasDatabase(): boolean {
  return databaseUrl() !== undefined || setting("RDS_SECRET_NAME") !== undefined;
}

/** Where the accounts are: ACCOUNTS_DATABASE_URL, else DATABASE_URL, which may be the server's own. */
export function databaseUrl(): string | undefined {
  return setting("ACCOUNTS_DATABASE_URL") ?? setting("DATABASE_URL");
}

/**
 * AWS requests outside a tool call are refused once the server serves, so that a lost context is an
 * error and never another account. `TARGET_ACCOUNT_STRICT=false` turns that off.
 */
export function isLenient(): boolean {
  return isOff("TARGET_ACCOUNT_STRICT");
}

/**
 * Whether a call that names no account may sign with the server's own credentials:
 * ALLOW_DEFAULT_ACCOUNT, by default yes, and no once TARGET_ACCOUNTS_CLAIM is set.
 */
export function allowsDefaultAccount(): boolean {
  if (setting("ALLOW_DEFAULT_ACCOUNT") !== undefined) return !isOff("ALLOW_DEFAULT_ACCOUNT");
  return setting("TARGET_ACCOUNTS_CLAIM") === undefined;
}

function isOff(name: string): boolean {
  return ["false", "0", "off", "no"].includes(setting(name)?.toLowerCase() ?? "");
}

/** The limit for one connection or statement, in milliseconds (TARGET_ACCOUNT_TIMEOUT_SECONDS). */
export function timeoutMs(): number {
  const seconds = Number(setting("TARGET_ACCOUNT_TIMEOUT_SECONDS") ?? 5);
  return (seconds > 0 ? seconds : 5) * 1000;
}

/** How long a call may wait for one step towards its account's credentials, all in all. */
export function waitMs(): number {
  return 3 * timeoutMs();
}
