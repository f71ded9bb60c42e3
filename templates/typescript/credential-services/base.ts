// SPDX-License-Identifier: MIT-0
import { loadCredentialProvider } from "./packages.js";
import { asServerIdentity } from "./scope.js";
import { type AwsCredentials, isDue } from "./session.js";

/** What the AWS SDK calls a credentials provider. */
export type CredentialProvider = (options?: Record<string, unknown>) => Promise<AwsCredentials>;

/** The credentials that a client has of its own, used where a call names no account. */
export interface Base {
  /** The credentials as last resolved; undefined before the first time. */
  current(): AwsCredentials | undefined;
  /** Resolves them, unless they are still good. Throws what the provider throws. */
  refresh(options?: Record<string, unknown>): Promise<void>;
}

/** A base as a provider for the services' own clients. */
export function providerOf(base: Base): CredentialProvider {
  return async (options) => {
    await base.refresh(options);
    const credentials = base.current();
    if (credentials === undefined) throw new Error("The AWS credentials are not resolved yet.");
    return credentials;
  };
}

const defaults = new Map<string | undefined, Base>();

/** The base for what a client was given: credentials, a provider, or nothing (the default chain). */
export function baseOf(given: AwsCredentials | CredentialProvider | undefined): Base {
  if (given === undefined) return defaultBase();
  if (typeof given === "function") return providerBase(given);
  return { current: () => given, refresh: async () => undefined };
}

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
