// SPDX-License-Identifier: MIT-0
// What AWS clients sign with: the account of the running call. And what would beat an account's keys,
// and how that is kept from doing so in a server of accounts.
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Base, baseOf, type CredentialProvider, defaultBase, resolvedIn } from "./aws.js";
import {
  type AwsCredentials,
  currentScope,
  noteServer,
  type Session,
  signingSession,
} from "./context.js";
import { fieldsOf } from "./errors.js";
import { accountsAreConfigured, configuredRegion } from "./settings.js";

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
  const given = credentials === undefined ? undefined : accountCredentials(credentials);
  return {
    ...bearerSettings(),
    ...config,
    region: region ?? regionProvider(profile),
    credentials: given ?? providerFor(defaultBase(profile)),
  };
}

/** The region where none is named: the account's own, else what the AWS SDK would take. */
function regionProvider(profile?: string): () => Promise<string> {
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
  const resolved = () => resolvedIn(effective());
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

// --- what would beat the keys of an account ------------------------------------------------------

const BEARER = "AWS_BEARER_TOKEN_BEDROCK";

let bearer: string | undefined;
let done = false;

/**
 * Takes out of the way what AWS SDKs prefer to an account's keys:
 *
 * - AWS_BEARER_TOKEN_BEDROCK, which SDK v3 would send in every account. It is kept here, and used by
 *   calls without an account on clients that `withAccountCredentials` configures;
 * - SDK v2's global credentials (`AWS.config`), on all of its clients that have none of their own.
 *
 * Nothing is done in a server without accounts.
 */
export function setOverridesAside(): void {
  if (!accountsAreConfigured()) return;
  const token = process.env[BEARER];
  if (token !== undefined) {
    bearer = token;
    delete process.env[BEARER];
  }
  if (done) return;
  done = true;
  const sdk = loadedV2();
  if (sdk !== undefined) useAccountsIn(sdk);
}

/** The token that was taken out of the environment, as a variable. */
export function bearerToken(): Record<string, string> {
  return bearer === undefined ? {} : { [BEARER]: bearer };
}

/** A client's settings that have it use the token in calls without an account, and only there. */
export function bearerSettings(): object {
  if (bearer === undefined) return {};
  const token = bearer;
  return {
    authSchemePreference: async () =>
      signingSession() === undefined ? ["httpBearerAuth"] : ["sigv4"],
    token: async () => ({ token }),
  };
}

// --- SDK v2 -------------------------------------------------------------------------------------

type Answer = (error: unknown, credentials?: object) => void;

interface V2Config {
  credentials?: unknown;
  getCredentials(this: V2Config, answer: Answer): void;
}

interface V2 {
  config: V2Config;
  Config: { prototype: V2Config };
}

/** The server's own `aws-sdk`, where it has one. */
function loadedV2(): V2 | undefined {
  for (const at of [process.argv[1], join(process.cwd(), "package.json")]) {
    try {
      return createRequire(realpathSync(at ?? ""))("aws-sdk/global") as V2;
    } catch {
      // Not there, seen from here.
    }
  }
  return undefined;
}

/** Has every client without credentials of its own ask for those of the running call. */
function useAccountsIn(sdk: V2): void {
  const shared = new WeakSet<object>();
  const note = (credentials: unknown) => {
    if (typeof credentials === "object" && credentials !== null) shared.add(credentials);
  };
  let current = sdk.config.credentials;
  note(current);
  Object.defineProperty(sdk.config, "credentials", {
    get: () => current,
    set: (credentials: unknown) => {
      current = credentials;
      note(credentials);
    },
    enumerable: true,
    configurable: true,
  });
  const prototype = sdk.Config.prototype;
  const own = prototype.getCredentials;
  prototype.getCredentials = function (answer) {
    const hasItsOwn = this.credentials != null && !shared.has(this.credentials as object);
    if (hasItsOwn) return own.call(this, answer);
    let session: Session | undefined;
    try {
      session = signingSession();
    } catch (error) {
      return answer(error);
    }
    if (session === undefined) return own.call(this, answer);
    const { refresh, credentials } = session;
    refresh().then(() => answer(null, { ...credentials(), ...V2_METHODS }), answer);
  };
}

/** What SDK v2 asks of credentials beside their keys. */
const V2_METHODS = {
  expired: false,
  needsRefresh: () => false,
  get: (answer: Answer) => answer(null),
};

// As early as can be: a client that is made before has credentials of which nothing is known.
setOverridesAside();
