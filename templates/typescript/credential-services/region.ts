// SPDX-License-Identifier: MIT-0
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { currentScope } from "./scope.js";
import { setting } from "./settings.js";

/**
 * The region for a client whose configuration names none: the account's own, else what the AWS SDK
 * would take (AWS_REGION, then the profile's in the shared files).
 */
export function regionProvider(profile?: string): () => Promise<string> {
  let configured: Promise<string | undefined> | undefined;
  return async () => {
    const ofAccount = currentScope()?.session?.account.region;
    if (ofAccount !== undefined) return ofAccount;
    configured ??= configuredRegion(profile);
    const region = await configured;
    if (region === undefined) throw new Error("Region is missing");
    return region;
  };
}

/** The region for the services' own requests: the server's, else the account's. */
export async function serviceRegion(ofAccount?: string): Promise<string> {
  return (await configuredRegion()) ?? setting("AWS_DEFAULT_REGION") ?? ofAccount ?? "us-east-1";
}

/**
 * The region of STS for an account: the server's, unless the account's role, or its region, is in
 * another partition (China, GovCloud). There it is the account's region, or the partition's own.
 */
export async function stsRegion(roleArn: string | undefined, ofAccount?: string): Promise<string> {
  const partition = roleArn?.split(":")[1] ?? (ofAccount && partitionOf(ofAccount));
  const regions = [await serviceRegion(ofAccount), ofAccount, FIRST_REGION[partition ?? "aws"]];
  const fitting = regions.find((each) => each !== undefined && partitionOf(each) === partition);
  return fitting ?? serviceRegion(ofAccount);
}

const FIRST_REGION: Record<string, string> = {
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
  aws: "us-east-1",
};

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  const isolated = /^us-(iso\w*)-/.exec(region)?.[1];
  if (isolated === undefined) return "aws";
  return isolated === "iso" ? "aws-iso" : `aws-iso-${isolated.slice(3)}`;
}

/** AWS_REGION, else the region of the profile in the shared configuration or credentials file. */
export async function configuredRegion(
  profile = setting("AWS_PROFILE") ?? "default",
): Promise<string | undefined> {
  const fromEnvironment = setting("AWS_REGION");
  if (fromEnvironment !== undefined) return fromEnvironment;
  const folder = join(homedir(), ".aws");
  const config = setting("AWS_CONFIG_FILE") ?? join(folder, "config");
  const credentials = setting("AWS_SHARED_CREDENTIALS_FILE") ?? join(folder, "credentials");
  return (await regionIn(config, profile)) ?? (await regionIn(credentials, profile));
}

async function regionIn(file: string, profile: string): Promise<string | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  let section: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[\s*(?:profile\s+)?([^\]]*?)\s*\]/.exec(line);
    if (header !== null) section = header[1]?.replace(/^["']|["']$/g, "");
    const value = /^region\s*=\s*([\w-]+)/.exec(line);
    if (value !== null && section === profile) return value[1];
  }
  return undefined;
}
