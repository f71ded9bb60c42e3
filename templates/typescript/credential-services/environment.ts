// SPDX-License-Identifier: MIT-0
// The environment of child processes and workers, with the account of the call in it.
import { devNull } from "node:os";
import { HANDED_OVER, liveScope, SERVER_PID } from "./context.js";
import { bearerToken } from "./credentials.js";
import { allowsDefaultAccount } from "./settings.js";

/** What belongs to the server's own identity, and must not be mixed with an account's keys. */
const IDENTITY_VARIABLES = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_SECURITY_TOKEN",
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_BEARER_TOKEN_BEDROCK",
];

/** What opens every account, and is no child's business. */
const REGISTRY_VARIABLES = [
  "ENCRYPTION_KEY",
  "RDS_SECRET_NAME",
  "ACCOUNTS_DATABASE_URL",
  "TARGET_ACCOUNTS",
];

/** Leaves a child without the server's identity, from wherever it would take it. */
const NO_IDENTITY = {
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_CONFIG_FILE: devNull,
};

/**
 * An environment for a child process or a worker that acts in the current account: pass it as
 * `env`. Without an account it is the process's own, less what opens the registry of accounts; and
 * less the server's credentials where ALLOW_DEFAULT_ACCOUNT forbids their use. The process's own
 * environment is never changed. Throws LostAccountContextError where the account can't be known.
 */
export function accountEnvironment(): NodeJS.ProcessEnv {
  const scope = liveScope();
  const session = scope?.session;
  const environment: NodeJS.ProcessEnv = { ...process.env };
  for (const name of REGISTRY_VARIABLES) delete environment[name];
  if (session === undefined && (scope?.isDefault !== true || allowsDefaultAccount())) {
    Object.assign(environment, bearerToken());
    // Outside every call nothing is handed over: what such a child is for is not known.
    return scope === undefined ? environment : handedOver(environment, "default");
  }
  for (const name of IDENTITY_VARIABLES) delete environment[name];
  if (session === undefined) return handedOver({ ...environment, ...NO_IDENTITY }, "none");
  const { accessKeyId, secretAccessKey, sessionToken } = session.credentials();
  const { accountId, region } = session.account;
  const keys = {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    ...(region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
  };
  return handedOver({ ...environment, ...keys }, accountId);
}

/** Says, to a child and to a worker, that what they find there is theirs to use. */
function handedOver(environment: NodeJS.ProcessEnv, what: string): NodeJS.ProcessEnv {
  const { [SERVER_PID]: _server, ...others } = environment;
  return { ...others, [HANDED_OVER]: what };
}
