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
  const names = ["TARGET_ACCOUNTS", "DATABASE_URL", "RDS_SECRET_NAME"];
  return names.some((name) => setting(name) !== undefined);
}

/**
 * Strict mode: once the server has started, AWS requests outside a tool call are refused, so that
 * a lost context is an error and never another account. `TARGET_ACCOUNT_STRICT=false` turns it off.
 */
export function isStrict(): boolean {
  const value = setting("TARGET_ACCOUNT_STRICT")?.toLowerCase() ?? "";
  const off = ["false", "0", "off", "no"].includes(value);
  return !off && accountsAreConfigured();
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
