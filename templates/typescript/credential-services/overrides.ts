// SPDX-License-Identifier: MIT-0
// What would beat an account's keys, and how it is kept from doing so in a server of accounts.
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { signingSession } from "./scope.js";
import type { Session } from "./session.js";
import { accountsAreConfigured } from "./settings.js";

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
