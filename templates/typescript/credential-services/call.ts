// SPDX-License-Identifier: MIT-0
/** What is known of a tool call beside its arguments. */
export interface Call {
  /** The tool's name, where the wrapper knows it. */
  readonly tool: string | undefined;
  /** What the MCP library passes beside the arguments: `extra`, `ctx`, a session, a request. */
  readonly extra: unknown;
}

/** What a rule is asked: may this call use this account? */
export interface AccountRequest extends Call {
  readonly accountId: string;
  /** The verified token's information, where the call came with one. */
  readonly authInfo: unknown;
}

export type AccountRule = (request: AccountRequest) => boolean | Promise<boolean>;
