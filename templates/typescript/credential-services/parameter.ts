// SPDX-License-Identifier: MIT-0
import { AccountNotFoundError } from "./errors.js";

/** The name of the parameter that every retrofitted tool takes. */
export const PARAMETER = "target_account_id";

/** The parameter's description, as a model reads it in `tools/list`. */
export const DESCRIPTION = "Target AWS account ID. If not provided, use default credentials.";

/** The parameter in JSON schema, for `properties`. It is not required. */
export const targetAccountIdJsonSchema: { type: "string"; description: string } = {
  type: "string",
  description: DESCRIPTION,
};

/** Any value, seen as an object whose keys can be read; what is no object has none. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  const readable = (typeof value === "object" && value !== null) || typeof value === "function";
  return readable ? (value as Record<string, unknown>) : {};
}

/**
 * The account that a tool's arguments name, as twelve digits, or undefined where they name none.
 * Models send ids as numbers, which lose their leading zeros, and `null` or `""` for "not given".
 * Throws AccountNotFoundError for what can't be an account id; it isn't repeated, as it may be
 * anything at all.
 */
export function accountIdFrom(args: unknown): string | undefined {
  const value = fieldsOf(args)[PARAMETER];
  const text = value === undefined || value === null ? "" : String(value).trim();
  // zod's coercion turns a null into the text "null".
  if (text === "" || text === "null") return undefined;
  if (!/^\d{1,12}$/.test(text)) throw new AccountNotFoundError("not a 12-digit account id");
  return text.padStart(12, "0");
}

/** The arguments without the parameter: a copy where it was there, else the same object. */
export function withoutAccountId<T>(args: T): T {
  if (!(PARAMETER in fieldsOf(args))) return args;
  const { [PARAMETER]: _account, ...rest } = args as Record<string, unknown>;
  return rest as T;
}
