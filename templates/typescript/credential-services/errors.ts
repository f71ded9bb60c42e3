// SPDX-License-Identifier: MIT-0
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
  constructor(detail?: string) {
    super(
      detail,
      "account_access_denied",
      "Access denied. You are not allowed to use this account.",
    );
    this.name = "AccountAccessDeniedError";
  }
}

/**
 * A request was about to be signed outside every tool call, in a server that serves accounts.
 * Signing it with the server's own credentials could be the wrong account.
 */
export class LostAccountContextError extends Error {
  constructor() {
    super(
      "An AWS request outside a tool call: the account of the call is not known here. Run it in " +
        "withBaseAccount(…) to use the server's own credentials, or bind the callback to its " +
        "call with AsyncResource.bind.",
    );
    this.name = "LostAccountContextError";
  }
}

/** An error's code or name: what may be logged of an error whose message may hold anything. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.name;
}
