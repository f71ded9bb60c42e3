// SPDX-License-Identifier: MIT-0
// What the environment says: every setting of the services is read here, and the region of AWS.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** A setting; blank counts as not set, as in a copied `.env.example`. */
export function setting(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === "" ? undefined : value;
}

/** A setting that is a list, separated by commas or white space. */
export function listSetting(name: string): string[] | undefined {
  return setting(name)
    ?.split(/[\s,]+/)
    .filter((item) => item !== "");
}

function isOff(name: string): boolean {
  return ["false", "0", "off", "no"].includes(setting(name)?.toLowerCase() ?? "");
}

/** Whether any account can be named at all: without this, nothing about the server changes. */
export function accountsAreConfigured(): boolean {
  return setting("TARGET_ACCOUNTS") !== undefined || hasDatabase();
}

/** Whether there is a database of accounts: configured, or the embedded one. */
export function hasDatabase(): boolean {
  return (
    databaseUrl() !== undefined ||
    setting("RDS_SECRET_NAME") !== undefined ||
    isFileThere(localDatabase())
  );
}

/** The embedded database of one's own machine: a SQLite file, the same for servers in Python. */
export function localDatabase(): string {
  return join(homedir(), ".cred_extract_services", "accounts.db");
}

const LOOK_AGAIN_MS = 1000;
let lastLook = { file: "", isThere: false, at: 0 };

/** Asked by each call: the disk is only asked now and then. */
function isFileThere(file: string): boolean {
  const now = Date.now();
  if (lastLook.file !== file || now - lastLook.at > LOOK_AGAIN_MS) {
    lastLook = { file, isThere: existsSync(file), at: now };
  }
  return lastLook.isThere;
}

/** Where the accounts are: ACCOUNTS_DATABASE_URL, else DATABASE_URL, which may be the server's own. */
export function databaseUrl(): string | undefined {
  return setting("ACCOUNTS_DATABASE_URL") ?? setting("DATABASE_URL");
}

/**
 * AWS requests outside a tool call are refused once the server serves, so that a lost context is an
 * error and never another account. `TARGET_ACCOUNT_STRICT=false` turns that off.
 */
export function isLenient(): boolean {
  return isOff("TARGET_ACCOUNT_STRICT");
}

/**
 * Whether a call that names no account may sign with the server's own credentials:
 * ALLOW_DEFAULT_ACCOUNT, by default yes, and no once TARGET_ACCOUNTS_CLAIM is set.
 */
export function allowsDefaultAccount(): boolean {
  if (setting("ALLOW_DEFAULT_ACCOUNT") !== undefined) return !isOff("ALLOW_DEFAULT_ACCOUNT");
  return setting("TARGET_ACCOUNTS_CLAIM") === undefined;
}

/** The limit for one connection or statement, in milliseconds (TARGET_ACCOUNT_TIMEOUT_SECONDS). */
export function timeoutMs(): number {
  const seconds = Number(setting("TARGET_ACCOUNT_TIMEOUT_SECONDS") ?? 5);
  return (seconds > 0 ? seconds : 5) * 1000;
}

/** How long a call may wait for one step towards its account's credentials, all in all. */
export function waitMs(): number {
  return 3 * timeoutMs();
}

// --- the region ---------------------------------------------------------------------------------

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
