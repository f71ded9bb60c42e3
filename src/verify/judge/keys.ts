/** The keys that the judge issued: nobody else's sign anything here. */

import { randomBytes } from "node:crypto";
import type { Credentials, Origin, Signer } from "./types.js";

export interface IssuedKey extends Credentials {
  readonly origin: Origin;
  /** Milliseconds since 1970; permanent keys have none. */
  readonly expires?: number;
}

export interface Keys {
  issue(accountId: string, origin: Origin, lifetimeSeconds?: number): IssuedKey;
  issueBearer(accountId: string): string;
  /** The key with this id, or undefined: nobody issued it. */
  find(accessKeyId: string): IssuedKey | undefined;
  bearer(token: string): Signer | undefined;
}

/** Temporary keys begin with ASIA, permanent ones with AKIA, as AWS's do. */
export function createKeys(): Keys {
  const keys = new Map<string, IssuedKey>();
  const bearers = new Map<string, Signer>();
  return {
    issue(accountId, origin, lifetimeSeconds) {
      const key = newKey(accountId, origin, lifetimeSeconds);
      keys.set(key.accessKeyId, key);
      return key;
    },
    issueBearer(accountId) {
      const token = `bearer-${randomBytes(24).toString("hex")}`;
      bearers.set(token, { accountId, keyId: token, origin: { kind: "issued" } });
      return token;
    },
    find: (accessKeyId) => keys.get(accessKeyId),
    bearer: (token) => bearers.get(token),
  };
}

/** Who a key's holder is. */
export function signerOf({ accountId, accessKeyId, origin }: IssuedKey): Signer {
  return { accountId, keyId: accessKeyId, origin };
}

function newKey(accountId: string, origin: Origin, lifetimeSeconds?: number): IssuedKey {
  const temporary = lifetimeSeconds !== undefined;
  return {
    accountId,
    origin,
    accessKeyId: `${temporary ? "ASIA" : "AKIA"}${randomBytes(8).toString("hex").toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString("base64"),
    ...(temporary && {
      sessionToken: randomBytes(120).toString("base64"),
      expires: Date.now() + lifetimeSeconds * 1000,
    }),
  };
}
