// SPDX-License-Identifier: MIT-0
// What a retrofitted server uses. Each function explains itself where it is defined.
export { setAccountRule } from "./authorise.js";
export { currentAccount, runInAccount } from "./context.js";
export { accountCredentials, withAccountCredentials } from "./credentials.js";
export { accountContext } from "./decorator.js";
export { accountEnvironment } from "./environment.js";
export {
  AccountAccessDeniedError,
  AccountNotFoundError,
  AssumeRoleError,
  CredentialDecryptionError,
  CredentialExtractionError,
  DatabaseConnectionError,
  LostAccountContextError,
} from "./errors.js";
export { withAccountContext, withAccountContextOnly } from "./handler.js";
export { withAccountLoads } from "./loads.js";
export { withAccountCall, withAccountList } from "./low-level.js";
export { targetAccountIdJsonSchema } from "./parameter.js";
export { withAccountRegistration } from "./registration.js";
export { withAccountConfig, withTargetAccountId } from "./schema.js";
export type { AccountRequest, AccountRule } from "./scope.js";
export { accountCacheKey, asServerIdentity, bindAccount, withBaseAccount } from "./scope.js";
export type { AccountInfo, AwsCredentials } from "./session.js";
export { withAccountTool, withAccountUpdate } from "./tool.js";
export { targetAccountId } from "./zod.js";
