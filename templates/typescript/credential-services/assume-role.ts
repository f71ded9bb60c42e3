// SPDX-License-Identifier: MIT-0
import { defaultBase, providerOf } from "./base.js";
import { AssumeRoleError, nameOf } from "./errors.js";
import { type AwsClient, loadSts, type StsPackage } from "./packages.js";
import { fieldsOf } from "./parameter.js";
import { stsRegion } from "./region.js";
import { asServerIdentity } from "./scope.js";
import { type AwsCredentials, isDue } from "./session.js";
import { timeoutMs } from "./settings.js";
import { waitingCache } from "./waiting.js";

/** A role to assume: everything that changes the session. */
export interface Role {
  readonly accountId: string;
  readonly roleArn: string | undefined;
  readonly externalId: string | undefined;
  readonly region: string | undefined;
  /** What CloudTrail shows in the account, 2 to 64 characters. */
  readonly sessionName: string;
}

const DURATION_SECONDS = 3600;

const sessions = waitingCache<AwsCredentials>(
  (session) => !isDue(session),
  () => new AssumeRoleError("no answer in time"),
);
const clients = new Map<string, AwsClient>();

/**
 * Assumes a role for an hour, with the server's own credentials whichever call asks, or gives the
 * session that is still good. Throws AssumeRoleError.
 */
export async function assumeRole(role: Role): Promise<AwsCredentials> {
  const { accountId, roleArn, externalId, region, sessionName } = role;
  const key = JSON.stringify([accountId, roleArn, externalId ?? null, region, sessionName]);
  return sessions.get(key, () => asServerIdentity(() => requestSession(role)));
}

/** Forgets every session. */
export function forgetSessions(): void {
  sessions.clear();
}

async function requestSession(role: Role): Promise<AwsCredentials> {
  try {
    const sts = await loadSts();
    const input = {
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName,
      DurationSeconds: DURATION_SECONDS,
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    };
    const client = await stsClient(sts, await stsRegion(role.roleArn, role.region));
    const abortSignal = AbortSignal.timeout(2 * timeoutMs());
    const answer = await client.send(new sts.AssumeRoleCommand(input), { abortSignal });
    return credentialsFrom(answer, role.accountId);
  } catch (error) {
    // The SDK's own error quotes the request.
    throw error instanceof AssumeRoleError ? error : new AssumeRoleError(nameOf(error));
  }
}

async function stsClient(sts: StsPackage, region: string): Promise<AwsClient> {
  const known = clients.get(region);
  if (known !== undefined) return known;
  const credentials = providerOf(defaultBase());
  const client = new sts.STSClient({ region, credentials, maxAttempts: 2 });
  clients.set(region, client);
  return client;
}

function credentialsFrom(answer: unknown, accountId: string): AwsCredentials {
  const { AssumedRoleUser, Credentials } = fieldsOf(answer);
  const assumed = String(fieldsOf(AssumedRoleUser)["Arn"]).split(":")[4];
  if (assumed !== accountId) throw new AssumeRoleError("the role belongs to another account");
  const keys = fieldsOf(Credentials) as {
    AccessKeyId: string;
    SecretAccessKey: string;
    SessionToken: string;
    Expiration: Date;
  };
  return {
    accountId,
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
    expiration: keys.Expiration,
  };
}
