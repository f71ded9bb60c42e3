/** What a call that names an account would go through, step by step, with the step that fails first. */

import { UserError } from "../errors.js";
import type { Account } from "./account.js";
import { AccountError, nameOf } from "./errors.js";
import { decrypt, encryptionKeys } from "./fernet.js";
import { partitionOfArn, partitionOfRegion } from "./partitions.js";
import { assumeRole, type Signer, stsRegion, whoAmI } from "./sts.js";

/**
 * Signs as the account, as the services do, and gives the ARN that AWS says it is. Then asks in the account's own region,
 * where its tools will work. Throws AccountError, which begins with the name of the step that failed.
 */
export async function tryAccount(account: Account): Promise<string> {
  const { accountId, roleArn, region } = account;
  const partition = roleArn ? partitionOfArn(roleArn) : partitionOfRegion(region);
  const sts = await stsRegion(partition, region);
  const signer = account.authType === "aksk" ? await ownKeys(account) : await inRole(account, sts);
  const { arn, accountId: owner } = await whoAmI(signer, sts).catch((error) => {
    throw failure("keys", keysRefused(accountId), error);
  });
  if (owner !== accountId) throw step("keys", `they belong to ${owner}, not to ${accountId}`);
  await whoAmI(signer, region).catch((error) => {
    throw failure("region", regionRefused(region, accountId), error);
  });
  return arn;
}

async function ownKeys({ accountId, accessKeyId, secretToken }: Account): Promise<Signer> {
  const secret = secretToken && decrypt(secretToken, knownKeys());
  if (accessKeyId && secret) return { accessKeyId, secretAccessKey: secret };
  if (!accessKeyId || !secretToken) throw step("look-up", `${accountId} has no key, or no secret`);
  throw step(
    "decryption",
    `no key of ENCRYPTION_KEY decrypts the secret of ${accountId}: use the servers' ENCRYPTION_KEY, or add the account again`,
  );
}

function knownKeys(): ReturnType<typeof encryptionKeys> {
  try {
    return encryptionKeys();
  } catch (error) {
    throw error instanceof UserError ? step("decryption", error.message) : error;
  }
}

async function inRole({ accountId, roleArn, externalId }: Account, sts: string): Promise<Signer> {
  if (!roleArn) throw step("look-up", `${accountId} has no role`);
  const base = await whoAmI(undefined, sts).catch((error) => {
    throw failure("base credentials", baseRefused, error);
  });
  return assumeRole({ arn: roleArn, externalId }, sts).catch((error) => {
    const { name, text } = roleRefused(error, { roleArn, externalId, base: base.arn });
    throw failure(name, text, error);
  });
}

const baseRefused =
  "AWS takes no credentials of this machine; `aws sts get-caller-identity` must work with the same environment";

function keysRefused(accountId: string): string {
  return `AWS refuses the registered keys of ${accountId}; are they active, and was the secret typed right?`;
}

function regionRefused(region: string, accountId: string): string {
  return `${accountId} cannot be used in ${region}; is there such a region, and is it enabled in the account?`;
}

interface Asked {
  readonly roleArn: string;
  readonly externalId: string | undefined;
  /** The ARN of who asks. */
  readonly base: string;
}

/** AWS does not say whether a trust policy or its condition denied: which of them it can be, is known. */
function roleRefused(error: unknown, { roleArn, externalId, base }: Asked) {
  const code = nameOf(error);
  if (/^(ValidationError|InvalidParameter)/.test(code)) {
    return {
      name: "external id",
      text: `STS takes no such external id, or no such role: ${roleArn}`,
    };
  }
  if (code === "RegionDisabledException") {
    return { name: "region", text: "STS is not enabled in this region for the base account" };
  }
  const who = `STS does not let ${base} assume ${roleArn}`;
  if (externalId === undefined) {
    const text = `${who}: its trust policy must name that principal, which must be allowed sts:AssumeRole, and must ask for no external id, for none is registered`;
    return { name: "trust policy", text };
  }
  const text = `${who}: its trust policy must name that principal, which must be allowed sts:AssumeRole, and its sts:ExternalId must be "${externalId}"`;
  return { name: "trust policy or external id", text };
}

function step(name: string, text: string): AccountError {
  return new AccountError(`${name}: ${text}`);
}

/** Where nobody answered, no account is to blame: the network is. */
function failure(name: string, text: string, error: unknown): AccountError {
  const code = nameOf(error);
  const { message, hostname } = error as Error & { hostname?: string };
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return step(
      "region",
      `there is no ${hostname ?? "STS"}, as far as this machine knows (${code})`,
    );
  }
  if (/^(ECONN\w+|ETIMEDOUT|EHOST\w+|ENET\w+|TimeoutError|AbortError)$/.test(code)) {
    return step("network", `no answer from STS (${code})`);
  }
  const isMissing = name === "base credentials" && code === "CredentialsProviderError";
  return step(name, `${text} (${isMissing ? message.split("\n")[0] : code})`);
}
