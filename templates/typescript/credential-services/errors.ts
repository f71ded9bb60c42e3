// SPDX-License-Identifier: MIT-0
// What goes wrong with an account: the typed errors, and how each is answered to the caller.

/** What an answer's `error_type` can be. */
export type ErrorType =
  | "account_not_found"
  | "credential_error"
  | "assume_role_error"
  | "database_error"
  | "account_access_denied"
  | "credential_extraction_error";

/**
 * No credentials for the account that a call named. The message is what the caller is told;
 * `detail` is for logs (an error's name or code). Neither ever holds a secret.
 */
export class CredentialExtractionError extends Error {
  readonly errorType: ErrorType;
  readonly detail: string | undefined;

  constructor(
    detail?: string,
    errorType: ErrorType = "credential_extraction_error",
    message = "Failed to set up the account. Please contact administrator.",
  ) {
    super(message);
    this.name = "CredentialExtractionError";
    this.errorType = errorType;
    this.detail = detail;
  }
}

/** No such account in the registry. */
export class AccountNotFoundError extends CredentialExtractionError {
  constructor(detail?: string) {
    super(detail, "account_not_found", "Account not found. Please check the account ID.");
    this.name = "AccountNotFoundError";
  }
}

/** The stored secret access key can't be read: no key, the wrong key, or a damaged token. */
export class CredentialDecryptionError extends CredentialExtractionError {
  constructor(detail?: string) {
    super(
      detail,
      "credential_error",
      "Failed to decrypt credentials. Please contact administrator.",
    );
    this.name = "CredentialDecryptionError";
  }
}

/** STS refused to assume the account's role, or didn't answer in time. */
export class AssumeRoleError extends CredentialExtractionError {
  constructor(detail?: string) {
    super(
      detail,
      "assume_role_error",
      "Failed to assume role. Please check IAM role configuration.",
    );
    this.name = "AssumeRoleError";
  }
}

/** The registry of accounts can't be reached, or isn't configured. */
export class DatabaseConnectionError extends CredentialExtractionError {
  constructor(detail?: string) {
    super(detail, "database_error", "Database connection failed. Please try again later.");
    this.name = "DatabaseConnectionError";
  }
}

/** The caller may not use the account. */
export class AccountAccessDeniedError extends CredentialExtractionError {
  constructor(
    detail?: string,
    message = "Access denied. You are not allowed to use this account.",
  ) {
    super(detail, "account_access_denied", message);
    this.name = "AccountAccessDeniedError";
  }
}

const LOST = {
  outside:
    "An AWS request outside a tool call: the account of the call is not known here. Run it in " +
    "asServerIdentity(…) to use the server's own credentials, or bind the callback to its call " +
    "with bindAccount(…).",
  ended:
    "An AWS request after the end of the tool call whose account it would use. Wait for the work " +
    "within the call, or bind it with bindAccount(…); AsyncResource.bind is enough for a callback " +
    "that its own call waits for.",
  elsewhere:
    "An AWS request in a worker or child process that was given no account. Start it with " +
    "env: accountEnvironment(), or run the work in runInAccount(id, …), or in " +
    "asServerIdentity(…) to use the server's own credentials.",
};

/**
 * A request was about to be signed where the account of its call is not known: outside every call,
 * after the call's end, or in another thread or process. Signing it could be the wrong account.
 */
export class LostAccountContextError extends Error {
  readonly where: keyof typeof LOST;

  constructor(where: keyof typeof LOST = "outside") {
    super(LOST[where]);
    this.name = "LostAccountContextError";
    this.where = where;
  }
}

/** Any value, seen as an object whose keys can be read; what is no object has none. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  const readable = (typeof value === "object" && value !== null) || typeof value === "function";
  return readable ? (value as Record<string, unknown>) : {};
}

/** An error's code or name: what may be logged of an error whose message may hold anything. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.name;
}

/** A tool result that says what went wrong with the account, for every MCP library. */
export interface AccountErrorAnswer {
  [key: string]: unknown;
  content: { type: "text"; text: string }[];
  isError: true;
}

/** The answer to a call whose account can't be used: JSON text with `error_type` and `message`. */
export function accountErrorAnswer(error: CredentialExtractionError): AccountErrorAnswer {
  const { errorType, message } = error;
  const text = JSON.stringify({ status: "error", error_type: errorType, message });
  return { content: [{ type: "text", text }], isError: true };
}
