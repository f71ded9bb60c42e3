/** What is asked of AWS STS: whose credentials these are, and those of a role. */

import type { AwsCredentialIdentity } from "@aws-sdk/types";
import { firstRegionOf, partitionOfRegion } from "./partitions.js";
import { ownRegion } from "./region.js";
import { setting, timeoutMs } from "./settings.js";

/** Credentials, or what gives them; undefined for the SDK's default chain. */
export type Signer = AwsCredentialIdentity | undefined;

export interface Role {
  readonly arn: string;
  readonly externalId: string | undefined;
}

/** The account and the ARN of a signer, as STS in the region says. Throws what the SDK throws. */
export async function whoAmI(
  signer: Signer,
  region: string,
): Promise<{ accountId: string; arn: string }> {
  const { Account = "", Arn = "" } = await withClient(signer, region, (client, sts, options) =>
    client.send(new sts.GetCallerIdentityCommand({}), options),
  );
  return { accountId: Account, arn: Arn };
}

/** Credentials of the role, for the shortest session that STS gives. Throws what the SDK throws. */
export async function assumeRole({ arn, externalId }: Role, region: string): Promise<Signer> {
  const input = {
    RoleArn: arn,
    RoleSessionName: `${setting("MCP_SERVER_NAME") ?? "mcp-retrofit"}.accounts-test`.slice(-64),
    DurationSeconds: 900,
    ...(externalId !== undefined && { ExternalId: externalId }),
  };
  const { Credentials } = await withClient(undefined, region, (client, sts, options) =>
    client.send(new sts.AssumeRoleCommand(input), options),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    ...(Credentials?.SessionToken && { sessionToken: Credentials.SessionToken }),
  };
}

/**
 * The region whose STS the services ask for an account: the server's own where that is in the account's partition, else the
 * account's, else the first of the partition.
 */
export async function stsRegion(partition: string, ofAccount: string): Promise<string> {
  const regions = [await ownRegion(), ofAccount, firstRegionOf(partition)];
  return regions.find((each) => each && partitionOfRegion(each) === partition) ?? ofAccount;
}

type Sts = typeof import("@aws-sdk/client-sts");
type Options = { abortSignal: AbortSignal };

async function withClient<T>(
  signer: Signer,
  region: string,
  work: (client: InstanceType<Sts["STSClient"]>, sts: Sts, options: Options) => Promise<T>,
): Promise<T> {
  const sts = await import("@aws-sdk/client-sts");
  const client = new sts.STSClient({
    region,
    maxAttempts: 2,
    ...(signer && { credentials: signer }),
  });
  try {
    return await work(client, sts, { abortSignal: AbortSignal.timeout(2 * timeoutMs()) });
  } finally {
    client.destroy();
  }
}
