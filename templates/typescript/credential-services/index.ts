// SPDX-License-Identifier: MIT-0
// The account services of this server: what its tools and clients import, and a map of this folder.
//
// A tool that takes `target_account_id` is wrapped (tools.ts). A call that names an account is asked
// whether it may (access.ts), gets a session in the account (sessions.ts), which is registered
// (accounts.ts) in a database (database.ts), and runs in it (context.ts). What its AWS clients sign, they
// sign for the account of the call they are in (credentials.ts), else for the server (aws.ts). Any other
// request is refused. All settings are in settings.ts, all errors in errors.ts, and what only the entry
// point needs is in gateway/.
//
// biome-ignore-all assist/source/organizeImports: in the order in which they are met
// `retrofit` copies what the server imports, and adds what is missing when it is run again.

// The parameter, and the wrapper of a tool's handler.
export { targetAccountIdJsonSchema, withAccountContext, withAccountContextOnly } from "./tools.js";

// The parameter in zod.
export { targetAccountId } from "./zod.js";

// AWS clients that sign for the account of the call.
export { accountCredentials, withAccountCredentials } from "./credentials.js";

// The account of the call, and work that runs in one, as the server itself, or after its call.
export { runInAccount } from "./sessions.js";
export {
  accountCacheKey,
  asServerIdentity,
  asServerIdentity as withBaseAccount,
  bindAccount,
  currentAccount,
} from "./context.js";
export type { AccountInfo, AccountRequest, AccountRule, AwsCredentials } from "./context.js";

// The server's own rule about who may name which account.
export { setAccountRule } from "./access.js";

// What goes wrong.
export {
  AccountAccessDeniedError,
  AccountNotFoundError,
  AssumeRoleError,
  CredentialDecryptionError,
  CredentialExtractionError,
  DatabaseConnectionError,
  LostAccountContextError,
} from "./errors.js";

// The environment of child processes and workers.
export { accountEnvironment } from "./environment.js";

// The parameter in schemas that are made elsewhere.
export { withAccountConfig, withAccountRegistration, withTargetAccountId } from "./schemas.js";

// Tools that are whole before they are registered, and FastMCP's resources and prompts.
export { withAccountLoads, withAccountTool, withAccountUpdate } from "./whole-tools.js";

// Tools of low-level servers.
export { withAccountCall, withAccountList } from "./low-level.js";

// Tools that are methods of classes.
export { accountContext } from "./decorator.js";
