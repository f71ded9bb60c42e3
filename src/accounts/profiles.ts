/** The roles that an AWS configuration file has profiles for, as accounts. */

import { loadSharedConfigFiles } from "@smithy/core/config";
import { UserError } from "../errors.js";
import { type Account, checkedExternalId, checkedRegion, checkedRoleArn } from "./account.js";
import { firstRegionOf, partitionOfArn } from "./partitions.js";

/** A profile that cannot become an account, and why. */
export interface LeftOut {
  readonly profile: string;
  readonly why: string;
}

export interface Profiles {
  readonly accounts: readonly Account[];
  readonly leftOut: readonly LeftOut[];
}

type Profile = Readonly<Record<string, string | undefined>>;

/**
 * Reads the profiles with a role from the configuration file of the AWS CLI (~/.aws/config, or AWS_CONFIG_FILE). An
 * account gets the profile's name, region and external id.
 */
export async function roleProfiles(): Promise<Profiles> {
  const { configFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const accounts = new Map<string, Account>();
  const leftOut: LeftOut[] = [];
  for (const [name, profile] of Object.entries(configFile)) {
    const outcome = accountOf(name, profile, configFile);
    if (outcome === undefined) continue;
    const first = typeof outcome === "string" ? undefined : accounts.get(outcome.accountId);
    if (typeof outcome === "string") leftOut.push({ profile: name, why: outcome });
    else if (first) leftOut.push({ profile: name, why: sameAccount(first) });
    else accounts.set(outcome.accountId, outcome);
  }
  return { accounts: [...accounts.values()], leftOut };
}

function sameAccount({ accountId, alias }: Account): string {
  return `the profile ${alias} is for ${accountId} too, and an account has one role`;
}

/** The account of a profile, why there can be none, or undefined where it has no role. */
function accountOf(
  name: string,
  profile: Profile,
  all: Readonly<Record<string, Profile>>,
): Account | string | undefined {
  const { role_arn: roleArn, mfa_serial: mfa, external_id: externalId } = profile;
  if (roleArn === undefined) {
    return (
      profile.sso_role_name && "it signs a person in (IAM Identity Center), which a server cannot"
    );
  }
  if (mfa !== undefined) return "its role asks for a second factor, which a server does not have";
  try {
    const accountId = /^arn:[^:]+:iam::(\d{12}):/.exec(roleArn)?.[1] ?? "";
    checkedRoleArn(roleArn, accountId);
    const partition = partitionOfArn(roleArn);
    const region =
      profile.region ??
      all[profile.source_profile ?? "default"]?.region ??
      firstRegionOf(partition);
    return {
      accountId,
      alias: name,
      authType: "iam_role",
      region: checkedRegion(region, partition),
      roleArn,
      accessKeyId: undefined,
      secretToken: undefined,
      organization: undefined,
      externalId: externalId && checkedExternalId(externalId),
    };
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
