// SPDX-License-Identifier: MIT-0
import type { TokenSettings } from "./gateway-settings.js";
import { type JosePackage, type JwksResolver, loadJose } from "./packages.js";

/** What the SDK passes to tools of a verified token. */
export interface AuthInfo {
  token: string;
  clientId: string;
  scopes: string[];
  expiresAt?: number;
  /** All claims. */
  extra: Record<string, unknown>;
}

type Verify = (header: string | undefined) => Promise<AuthInfo | undefined>;

/**
 * Verifies the token of an Authorization header: signed by a key of the issuer's, issued by it, for
 * the audience, and not expired. Gives undefined for any other. Keys are asked for once, and anew
 * when a token names one that is not known.
 */
export function tokenVerifier({ issuer, audience, jwksUrl }: TokenSettings): Verify {
  let keys: Promise<JwksResolver> | undefined;
  return async (header) => {
    const token = /^Bearer (\S+)$/i.exec(header ?? "")?.[1];
    if (token === undefined) return undefined;
    const jose = await loadJose();
    try {
      keys ??= keysOf(jose, issuer, jwksUrl);
      const options = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ["exp"] };
      const { payload } = await jose.jwtVerify(token, await keys, options);
      return authInfoFrom(token, payload);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code?.startsWith("ERR_J") === true && !KEYS_FAILED.includes(code)) return undefined;
      keys = undefined;
      console.error("entrypoint: the issuer's keys can't be read:", code ?? (error as Error).name);
      return undefined;
    }
  };
}

/** Signatures only: with a shared secret, whoever can verify a token could make one. */
const ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA"],
];

const KEYS_FAILED = ["ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID", "ERR_JOSE_GENERIC"];

async function keysOf(
  jose: JosePackage,
  issuer: string,
  jwksUrl: string | undefined,
): Promise<JwksResolver> {
  return jose.createRemoteJWKSet(new URL(jwksUrl ?? (await discovered(issuer))));
}

async function discovered(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000), redirect: "error" });
  const { jwks_uri: uri } = (await answer.json()) as { jwks_uri?: string };
  if (uri === undefined) throw new Error("no jwks_uri");
  return uri;
}

function authInfoFrom(token: string, claims: Record<string, unknown>): AuthInfo {
  const scope = claims["scope"] ?? claims["scp"] ?? "";
  const scopes = Array.isArray(scope) ? scope.map(String) : String(scope).split(" ");
  return {
    token,
    clientId: String(claims["client_id"] ?? claims["azp"] ?? claims["sub"] ?? ""),
    scopes: scopes.filter((each) => each !== ""),
    expiresAt: Number(claims["exp"]),
    extra: claims,
  };
}
