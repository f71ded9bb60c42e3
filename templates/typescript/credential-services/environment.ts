// SPDX-License-Identifier: MIT-0
import { currentScope } from "./scope.js";

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
];

/**
 * An environment for a subprocess that acts in the current account: pass it as `env`. Without an
 * account it is a plain copy of the process's own, which is never changed.
 */
export function accountEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  const session = currentScope()?.session;
  if (session === undefined) return environment;
  for (const name of IDENTITY_VARIABLES) delete environment[name];
  const { accessKeyId, secretAccessKey, sessionToken } = session.credentials();
  const { region } = session.account;
  return {
    ...environment,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    ...(region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
  };
}
