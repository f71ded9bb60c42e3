// SPDX-License-Identifier: MIT-0
/* eslint-disable @typescript-eslint/ban-ts-comment */
// biome-ignore-all lint/suspicious/noTsIgnore: the packages may or may not be installed
// The packages that the services use, loaded when they are first needed. Each is typed by what is
// used of it, so that the type check needs none of them, and named in a literal, so that a bundler
// sees it. Whether one is installed is not known here: that is what the ignored lines are for.
import { createRequire } from "node:module";
import { join } from "node:path";
import { fieldsOf } from "./parameter.js";
import type { AwsCredentials } from "./session.js";

/** A client of the AWS SDK, as far as it is used here. */
export interface AwsClient {
  send(command: unknown, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
}

type Constructor<Instance> = new (input: object) => Instance;

export interface StsPackage {
  STSClient: Constructor<AwsClient>;
  AssumeRoleCommand: Constructor<object>;
  GetCallerIdentityCommand: Constructor<object>;
}

export interface SecretsManagerPackage {
  SecretsManagerClient: Constructor<AwsClient>;
  GetSecretValueCommand: Constructor<object>;
}

export interface CredentialProviderPackage {
  defaultProvider(init: object): (options?: Record<string, unknown>) => Promise<AwsCredentials>;
}

interface Rows {
  rows: unknown[];
}

/** A connection that `pg` lends out; `release(true)` closes it. */
export interface PgClient {
  query(sql: string, values?: unknown[]): Promise<Rows>;
  release(destroy?: boolean): void;
  on(event: "error", listener: () => void): unknown;
}

export interface PgPool {
  connect(): Promise<PgClient>;
  on(event: "error", listener: () => void): unknown;
  on(event: "connect", listener: (client: PgClient) => void): unknown;
  end(): Promise<void>;
}

export interface PgPackage {
  Pool: Constructor<PgPool>;
}

/** An embedded PostgreSQL. */
export interface PglitePackage {
  PGlite: new (
    folder?: string,
  ) => {
    query(sql: string, values?: unknown[]): Promise<Rows>;
    close(): Promise<void>;
  };
}

/** Finds the key that a token was signed with. */
export type JwksResolver = (...token: never[]) => Promise<unknown>;

export interface JosePackage {
  createRemoteJWKSet(url: URL): JwksResolver;
  jwtVerify(
    token: string,
    keys: JwksResolver,
    options: object,
  ): Promise<{ payload: Record<string, unknown> }>;
}

export async function loadJose(): Promise<JosePackage> {
  // @ts-ignore
  const load = () => import("jose");
  return loaded("jose", load);
}

export async function loadSts(): Promise<StsPackage> {
  // @ts-ignore
  const load = () => import("@aws-sdk/client-sts");
  return loaded("@aws-sdk/client-sts", load);
}

export async function loadSecretsManager(): Promise<SecretsManagerPackage> {
  // @ts-ignore
  const load = () => import("@aws-sdk/client-secrets-manager");
  return loaded("@aws-sdk/client-secrets-manager", load);
}

export async function loadCredentialProvider(): Promise<CredentialProviderPackage> {
  // @ts-ignore
  const load = () => import("@aws-sdk/credential-provider-node");
  return loaded("@aws-sdk/credential-provider-node", load);
}

export async function loadPg(): Promise<PgPackage> {
  // @ts-ignore
  const load = () => import("pg");
  return loaded("pg", load);
}

/**
 * A package that is only used if somebody has installed it. Its name is kept from bundlers, which
 * would otherwise insist on it.
 */
export async function loadOptional<Package>(name: string): Promise<Package> {
  return loaded(name, () => import(name));
}

async function loaded<Package>(name: string, load: () => Promise<unknown>): Promise<Package> {
  try {
    return unwrapped(await load());
  } catch (error) {
    // Where jest runs CommonJS there is no import().
    const isRefused = /^ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING/.test(
      String(fieldsOf(error)["code"]),
    );
    if (!isRefused) throw error;
    return unwrapped(createRequire(join(process.cwd(), "package.json"))(name));
  }
}

/** What a CommonJS package exports: under ESM it may only be there as `default`. */
function unwrapped<Package>(module: unknown): Package {
  const { default: main, ...named } = module as { default?: object };
  return { ...main, ...named } as Package;
}
