/** Settings, by the names that the credential services read: from the environment, and from the server's `.env` file. */

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as util from "node:util";
import { UserError } from "../errors.js";

/**
 * Reads settings from the `.env` file of the folder, or from the one that FASTMCP_ENV_FILE or MCP_ENV_FILE names, as the
 * server's entry point does. What is set already stays as it is; an empty name means no file.
 * Throws UserError where a file that is named is not there.
 */
export function readEnvFile(folder: string): void {
  const named = process.env.FASTMCP_ENV_FILE ?? process.env.MCP_ENV_FILE;
  if (named === "") return;
  const path = resolve(folder, named ?? ".env");
  if (!existsSync(path)) {
    if (named === undefined) return;
    throw new UserError(
      `${named}: there is no such file; FASTMCP_ENV_FILE or MCP_ENV_FILE names it`,
    );
  }
  for (const [name, value] of Object.entries(parsed(path))) process.env[name] ??= value;
}

/** Node has a parser since 20.12. */
function parsed(path: string): Record<string, string | undefined> {
  const { parseEnv } = util as Partial<Pick<typeof util, "parseEnv">>;
  if (parseEnv) return parseEnv(readFileSync(path, "utf8"));
  throw new UserError(
    `${path}: reading it takes Node.js 20.12 or newer; set MCP_ENV_FILE= to leave it out`,
  );
}

/** A setting; blank counts as not set, as in a copied `.env.example`. */
export function setting(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === "" ? undefined : value;
}

/** A setting that is a list, separated by commas or white space. */
export function listSetting(name: string): string[] {
  return (setting(name) ?? "").split(/[\s,]+/).filter((item) => item !== "");
}

/** The limit for one connection or statement, in milliseconds (TARGET_ACCOUNT_TIMEOUT_SECONDS). */
export function timeoutMs(): number {
  const seconds = Number(setting("TARGET_ACCOUNT_TIMEOUT_SECONDS") ?? 5);
  return (seconds > 0 ? seconds : 5) * 1000;
}
