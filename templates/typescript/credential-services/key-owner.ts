// SPDX-License-Identifier: MIT-0
import { AssumeRoleError, CredentialDecryptionError, nameOf } from "./errors.js";
import { loadSts } from "./packages.js";
import { fieldsOf } from "./parameter.js";
import { stsRegion } from "./region.js";
import type { AwsCredentials } from "./session.js";
import { timeoutMs } from "./settings.js";
import { waitingCache } from "./waiting.js";

/** Who AWS says that credentials belong to. */
export interface Identity {
  readonly accountId: string;
  readonly arn: string;
}

const owners = waitingCache<string>(
  () => true,
  () => new AssumeRoleError("the registered keys were not checked in time"),
);

/**
 * Makes sure, once for each key, that an account's own keys belong to it: a wrong row in the
 * registry would act in another account. Throws CredentialDecryptionError where they are another
 * account's or AWS refuses them, AssumeRoleError where STS does not answer.
 */
export async function checkOwner(
  accountId: string,
  credentials: AwsCredentials,
  region: string | undefined,
): Promise<void> {
  const owner = await owners.get(credentials.accessKeyId, () => askOwner(credentials, region));
  if (owner !== accountId) {
    throw new CredentialDecryptionError("the registered keys belong to another account");
  }
}

/** Forgets who owns which key. */
export function forgetOwners(): void {
  owners.clear();
}

/** Asks STS whose credentials these are. Throws what the SDK throws. */
export async function whoAmI(credentials: AwsCredentials, region?: string): Promise<Identity> {
  const { STSClient, GetCallerIdentityCommand } = await loadSts();
  const client = new STSClient({
    region: await stsRegion(undefined, region),
    credentials,
    maxAttempts: 2,
  });
  const abortSignal = AbortSignal.timeout(2 * timeoutMs());
  const answer = await client.send(new GetCallerIdentityCommand({}), { abortSignal });
  const { Account, Arn } = fieldsOf(answer);
  return { accountId: String(Account), arn: String(Arn) };
}

async function askOwner(credentials: AwsCredentials, region?: string): Promise<string> {
  try {
    return (await whoAmI(credentials, region)).accountId;
  } catch (error) {
    // Only what AWS itself answered says whose fault it is. The SDK's own error quotes the request.
    const isRefused = fieldsOf(error)["$fault"] === "client";
    const Kind = isRefused ? CredentialDecryptionError : AssumeRoleError;
    throw new Kind(`the registered keys could not be checked: ${nameOf(error)}`);
  }
}
