// SPDX-License-Identifier: MIT-0
/* eslint-disable @typescript-eslint/ban-ts-comment */
// biome-ignore-all lint/suspicious/noTsIgnore: the packages may or may not be installed
// The AWS SDK as the services use it, and what credentials the server has of its own.
//
// Each package is loaded when it is first needed, typed by what is used of it, so that the type check
// needs none of them, and named in a literal, so that a bundler sees it. Whether one is installed is
// not known here: that is what the ignored lines are for.
import { createRequire } from "node:module";
import { join } from "node:path";
import { type AwsCredentials, asServerIdentity } from "./context.js";
import { fieldsOf } from "./errors.js";
import { serviceRegion, timeoutMs } from "./settings.js";

/** A client of the AWS SDK, as far as it is used here. */
export interface AwsClient {
  send(command: unknown, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
}

type Constructor<Instance> = new (input: object) => Instance;

interface StsPackage {
  STSClient: Constructor<AwsClient>;
  AssumeRoleCommand: Constructor<object>;
  GetCallerIdentityCommand: Constructor<object>;
}

interface SecretsManagerPackage {
  SecretsManagerClient: Constructor<AwsClient>;
  GetSecretValueCommand: Constructor<object>;
}

interface CredentialProviderPackage {
  defaultProvider(init: object): CredentialProvider;
}

export async function loadSts(): Promise<StsPackage> {
  // @ts-ignore
  const load = () => import("@aws-sdk/client-sts");
  return loadPackage("@aws-sdk/client-sts", load);
}

async function loadSecretsManager(): Promise<SecretsManagerPackage> {
  // @ts-ignore
  const load = () => import("@aws-sdk/client-secrets-manager");
  return loadPackage("@aws-sdk/client-secrets-manager", load);
}

async function loadCredentialProvider(): Promise<CredentialProviderPackage> {
  // @ts-ignore
  const load = () => import("@aws-sdk/credential-provider-node");
  return loadPackage("@aws-sdk/credential-provider-node", load);
}

/**
 * A package, by an import that names it. Without one the name is kept from bundlers, which would
 * otherwise insist on it: for what is only used if somebody has installed it.
 */
export async function loadPackage<Package>(
  name: string,
  load: () => Promise<unknown> = () => import(name),
): Promise<Package> {
  try {
    return unwrapped(await load());
  } catch (error) {
    const code = String(fieldsOf(error)["code"]);
    if (/^(ERR_)?MODULE_NOT_FOUND$/.test(code)) {
      // An error's name is what the log says of it.
      throw Object.assign(new Error(), { name: `the package ${name} is not installed` });
    }
    // Where jest runs CommonJS there is no import().
    if (!code.startsWith("ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING")) throw error;
    return unwrapped(createRequire(join(process.cwd(), "package.json"))(name));
  }
}

/** What a CommonJS package exports: under ESM it may only be there as `default`. */
function unwrapped<Package>(module: unknown): Package {
  const { default: main, ...named } = module as { default?: object };
  return { ...main, ...named } as Package;
}

// --- the server's own credentials ---------------------------------------------------------------

/** What the AWS SDK calls a credentials provider. */
export type CredentialProvider = (options?: Record<string, unknown>) => Promise<AwsCredentials>;

/** The credentials that a client has of its own, used where a call names no account. */
export interface Base {
  /** The credentials as last resolved; undefined before the first time. */
  current(): AwsCredentials | undefined;
  /** Resolves them, unless they are still good. Throws what the provider throws. */
  refresh(options?: Record<string, unknown>): Promise<void>;
}

/** How long before its end a session is replaced: the margin that the AWS SDK uses too. */
const REFRESH_MARGIN_MS = 5 * 60_000;

/** Whether credentials must be replaced before they are used again. */
export function isDue({ expiration }: AwsCredentials): boolean {
  return expiration !== undefined && expiration.getTime() - Date.now() < REFRESH_MARGIN_MS;
}

/** The base for what a client was given: credentials, a provider, or nothing (the default chain). */
export function baseOf(given: AwsCredentials | CredentialProvider | undefined): Base {
  if (given === undefined) return defaultBase();
  if (typeof given === "function") return providerBase(given);
  return { current: () => given, refresh: async () => undefined };
}

const defaults = new Map<string | undefined, Base>();

/** The SDK's default chain, for a profile or for the server's own settings. One for each profile. */
export function defaultBase(profile?: string): Base {
  const known = defaults.get(profile);
  if (known !== undefined) return known;
  let chain: Promise<CredentialProvider> | undefined;
  const made = providerBase(async (options) => {
    chain ??= loadCredentialProvider().then(({ defaultProvider }) =>
      defaultProvider(profile === undefined ? {} : { profile }),
    );
    return (await chain)(options);
  });
  defaults.set(profile, made);
  return made;
}

function providerBase(provide: CredentialProvider): Base {
  let resolved: AwsCredentials | undefined;
  let pending: Promise<void> | undefined;
  const resolve = async (options?: Record<string, unknown>) => {
    resolved = await asServerIdentity(() => provide(options));
  };
  return {
    current: () => resolved,
    refresh: async (options) => {
      if (resolved !== undefined && !isDue(resolved)) return;
      pending ??= resolve(options).finally(() => {
        pending = undefined;
      });
      await pending;
    },
  };
}

/** The text of a Secrets Manager secret. Throws what the SDK throws. */
export async function readSecret(name: string | undefined): Promise<string> {
  const { SecretsManagerClient, GetSecretValueCommand } = await loadSecretsManager();
  const client = new SecretsManagerClient(ownClientSettings(await serviceRegion()));
  const command = new GetSecretValueCommand({ SecretId: name });
  const abortSignal = AbortSignal.timeout(2 * timeoutMs());
  return String(fieldsOf(await client.send(command, { abortSignal }))["SecretString"]);
}

/** What the services' own clients are made with: the server's credentials, and two attempts. */
export function ownClientSettings(region: string): object {
  return { region, credentials: ownCredentials, maxAttempts: 2 };
}

async function ownCredentials(options?: Record<string, unknown>): Promise<AwsCredentials> {
  const base = defaultBase();
  await base.refresh(options);
  return resolvedIn(base.current());
}

/** Credentials, once they are there. Throws where nothing has resolved them yet. */
export function resolvedIn(credentials: AwsCredentials | undefined): AwsCredentials {
  if (credentials === undefined) throw new Error("The AWS credentials are not resolved yet.");
  return credentials;
}
