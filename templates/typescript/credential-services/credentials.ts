// SPDX-License-Identifier: MIT-0
import { type Base, baseOf, type CredentialProvider, defaultBase } from "./base.js";
import { bearerSettings, setOverridesAside } from "./overrides.js";
import { fieldsOf } from "./parameter.js";
import { regionProvider } from "./region.js";
import { noteServer, signingSession } from "./scope.js";
import type { AwsCredentials } from "./session.js";

/** A credentials provider that gives each call its own account. */
export type AccountCredentialProvider = CredentialProvider & { memoized: true };

const OURS = Symbol.for("credential-services.provider");
const NEVER = new Date(8.64e15);
const DUE = new Date(0);

/**
 * The `credentials` of an AWS client (SDK v3): those of the account that the running tool call
 * names, else the client's own: `base`, or the default chain.
 *
 * The SDK remembers what a provider answers and uses it for every later request, so each answer is
 * the same object, whose properties read the running call's account at the moment of signing. A
 * request outside every tool call, once the server has started, is refused in strict mode.
 */
export function accountCredentials(
  base?: AwsCredentials | CredentialProvider,
): AccountCredentialProvider {
  if (isOurs(base)) return base;
  return providerFor(baseOf(base));
}

/**
 * The configuration of an AWS client with `credentials` set as above, and with the account's own
 * region where the configuration names none. It is a copy, of the same type.
 */
export function withAccountCredentials<Config extends object>(config: Config): Config;
export function withAccountCredentials(config?: undefined): {
  credentials: AccountCredentialProvider;
};
export function withAccountCredentials<Config extends object>(
  config: Config | undefined,
): Config | { credentials: AccountCredentialProvider };
export function withAccountCredentials(config?: object): object {
  const { credentials, profile, region } = fieldsOf(config) as {
    credentials?: AwsCredentials | CredentialProvider;
    profile?: string;
    region?: unknown;
  };
  setOverridesAside();
  return {
    ...bearerSettings(),
    ...config,
    region: region ?? regionProvider(profile),
    credentials:
      credentials === undefined
        ? providerFor(defaultBase(profile))
        : accountCredentials(credentials),
  };
}

function providerFor(base: Base): AccountCredentialProvider {
  noteServer();
  setOverridesAside();
  const identity = identityOf(base);
  const provider = async (options?: Record<string, unknown>) => {
    const session = signingSession();
    if (session === undefined) {
      await base.refresh(options);
    } else {
      await session.refresh();
      await prepare(base, options);
    }
    return identity;
  };
  return Object.assign(provider, { memoized: true as const, [OURS]: true });
}

const prepared = new WeakSet<Base>();

/**
 * Older SDKs merge simultaneous requests for credentials into one, made in whichever call came
 * first. So base credentials are resolved for the others too, once; a failure is theirs, not ours.
 */
async function prepare(base: Base, options?: Record<string, unknown>): Promise<void> {
  if (prepared.has(base)) return;
  prepared.add(base);
  await base.refresh(options).catch(() => undefined);
}

function isOurs(base: unknown): base is AccountCredentialProvider {
  return typeof base === "function" && OURS in base;
}

function identityOf(base: Base): AwsCredentials {
  const effective = () => {
    const session = signingSession();
    return session === undefined ? base.current() : session.credentials();
  };
  const resolved = () => {
    const credentials = effective();
    if (credentials === undefined) throw new Error("The AWS credentials are not resolved yet.");
    return credentials;
  };
  const identity = {
    get accessKeyId() {
      return resolved().accessKeyId;
    },
    get secretAccessKey() {
      return resolved().secretAccessKey;
    },
    get sessionToken() {
      return resolved().sessionToken;
    },
    get credentialScope() {
      return resolved().credentialScope;
    },
    get accountId() {
      return resolved().accountId;
    },
    // Always a date: without one, older SDKs would never ask again.
    get expiration() {
      const credentials = effective();
      return credentials === undefined ? DUE : (credentials.expiration ?? NEVER);
    },
  };
  return identity as AwsCredentials;
}
