// SPDX-License-Identifier: MIT-0
import type { CredentialExtractionError } from "./errors.js";

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
