// SPDX-License-Identifier: MIT-0
/* eslint-disable @typescript-eslint/ban-ts-comment */
// biome-ignore-all lint/suspicious/noTsIgnore: the package may or may not be installed
// What stands between the network and the server, whichever MCP SDK that uses.
//
// - A request is refused whose Host is no address, not this machine and not allowed, and one whose
//   Origin is another site's: a browser could have been made to send it.
// - Bodies are JSON, no longer than FASTMCP_MAX_BODY_BYTES, and must come in time, as must headers.
// - Where an issuer is configured, each request must bring a token of it.
// - A platform's probes are answered: ping at /mcp and /mcp/, without a token, whatever they accept;
//   GET /ping and GET /health.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { isIP } from "node:net";
import { loadPackage } from "../aws.js";

/** Who issues the tokens that callers must bring. */
export interface TokenSettings {
  issuer: string;
  audience: string;
  /** Where the issuer's keys are; by default where its OpenID configuration says. */
  jwksUrl: string | undefined;
}

/** How to serve, as `readSettings` reads it from the environment. */
export interface Settings {
  /** Streamable HTTP at POST /mcp; otherwise stdio. */
  http: boolean;
  host: string;
  port: number;
  flattenSchemas: boolean;
  /** Hosts that requests may be addressed to, beside addresses and localhost; `*` is any. */
  allowedHosts?: readonly string[];
  /** Origins of pages that may call, beside this machine's; `*` is any. */
  allowedOrigins?: readonly string[];
  maxBodyBytes?: number;
  /** How long a request's headers may take to come, and how long all of it. */
  headersTimeoutMs?: number;
  requestTimeoutMs?: number;
  token?: TokenSettings | undefined;
}

/** A POST to /mcp that has passed. */
export interface Post {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The body, parsed. */
  readonly body: unknown;
  readonly authInfo: AuthInfo | undefined;
}

type Answer = (post: Post) => Promise<void>;

const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** Listens, and has every POST that passes answered. Fulfilled once it listens. */
export function listen(settings: Settings, answer: Answer): Promise<void> {
  const verify = settings.token === undefined ? undefined : tokenVerifier(settings.token);
  const { headersTimeoutMs = HEADERS_TIMEOUT_MS, requestTimeoutMs = REQUEST_TIMEOUT_MS } = settings;
  const options = {
    headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(5000, requestTimeoutMs / 2),
    // Longer than a load balancer's own, so that it is never the one to be surprised.
    keepAliveTimeout: 75_000,
  };
  const server = createServer(options, (request, response) => {
    route(request, response).catch((error: unknown) => {
      if (request.errored != null) return; // the client has gone
      console.error("entrypoint: a request failed:", error);
      if (!response.headersSent) refuse(response, 500, "Internal error", -32603);
    });
  });
  // As the first process of a container Node would not stop at SIGTERM by itself.
  process.once("SIGTERM", () => server.close(() => process.exit(0)));

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").split("?")[0]?.replace(/(.)\/$/, "$1");
    if (path === "/health") return reply(response, 200, { status: "ok" });
    if (path === "/ping") {
      const seconds = Math.floor(Date.now() / 1000);
      return reply(response, 200, { status: "Healthy", time_of_last_update: seconds });
    }
    const refusal = refusalOf(request, settings);
    if (refusal !== undefined) return refuse(response, ...refusal);
    if (path !== "/mcp") return reply(response, 404, { error: "not found" });
    if (request.method !== "POST") return reply(response, 405, { error: "POST only" });
    const body = await bodyOf(request, response, settings.maxBodyBytes ?? Infinity);
    if (body === undefined) return;
    if (isPing(body)) return reply(response, 200, { jsonrpc: "2.0", id: body.id, result: {} });
    const authInfo = await verify?.(request.headers.authorization);
    if (verify !== undefined && authInfo === undefined) {
      response.setHeader("www-authenticate", 'Bearer error="invalid_token"');
      return refuse(response, 401, "A valid token is required");
    }
    await answer({ request, response, body, authInfo });
  }

  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, resolve);
  });
}

function refusalOf(request: IncomingMessage, settings: Settings): [number, string] | undefined {
  const { host = "", origin } = request.headers;
  if (!isHostAllowed(host, settings.allowedHosts ?? [])) {
    return [421, "Host is not allowed; see FASTMCP_ALLOWED_HOSTS"];
  }
  if (origin !== undefined && !isOriginAllowed(origin, settings)) {
    return [403, "Origin is not allowed; see FASTMCP_ALLOWED_ORIGINS"];
  }
  return undefined;
}

/** Whether a Host may be meant: another name could have been made to lead to this address. */
function isHostAllowed(host: string, allowed: readonly string[]): boolean {
  const name = nameIn(`http://${host}`);
  if (allowed.includes("*") || allowed.includes(host)) return true;
  if (name === undefined) return false;
  return name === "localhost" || isIP(name) !== 0 || allowed.includes(name);
}

/** Whether a page of this origin may call: one of this machine's, of an allowed host's, or allowed. */
function isOriginAllowed(origin: string, settings: Settings): boolean {
  const { allowedOrigins = [], allowedHosts = [] } = settings;
  if (allowedOrigins.includes("*") || allowedOrigins.includes(origin)) return true;
  const name = nameIn(origin);
  if (name === undefined) return false;
  return /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(name) || allowedHosts.includes(name);
}

function nameIn(url: string): string | undefined {
  try {
    return new URL(url).hostname.replace(/^\[|\]$/g, "");
  } catch {
    return undefined;
  }
}

/** The JSON of a request; undefined once it has been refused. */
async function bodyOf(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
): Promise<unknown> {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    return void refuse(response, 415, "Content-Type must be application/json");
  }
  const tooLong = "The body is too long; see FASTMCP_MAX_BODY_BYTES";
  if (Number(request.headers["content-length"] ?? 0) > limit) {
    return void refuse(response, 413, tooLong);
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Read on without keeping it: a client that is cut off while it sends would see no answer.
    if (length <= limit) chunks.push(chunk);
  }
  if (length > limit) return void refuse(response, 413, tooLong);
  try {
    return withoutNull(JSON.parse(Buffer.concat(chunks).toString("utf8")));
  } catch {
    return void refuse(response, 400, "Parse error", -32700);
  }
}

/** Some clients say `params: null` for none. */
function withoutNull(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("params" in body)) return body;
  const { params, ...others } = body;
  return params === null ? others : body;
}

function isPing(body: unknown): body is { id: unknown } {
  const { method, id } = body as { method?: unknown; id?: unknown };
  return method === "ping" && (typeof id === "string" || typeof id === "number");
}

/** Answers with JSON. */
export function reply(response: ServerResponse, status: number, body: object): void {
  const headers = { "content-type": "application/json", ...(status === 405 && { allow: "POST" }) };
  response.writeHead(status, headers).end(JSON.stringify(body));
}

/** Answers with a JSON-RPC error that belongs to no request. */
export function refuse(
  response: ServerResponse,
  status: number,
  message: string,
  code = -32000,
): void {
  reply(response, status, { jsonrpc: "2.0", id: null, error: { code, message } });
}

// --- tokens -------------------------------------------------------------------------------------

/** What the SDK passes to tools of a verified token. */
export interface AuthInfo {
  token: string;
  clientId: string;
  scopes: string[];
  expiresAt?: number;
  /** All claims. */
  extra: Record<string, unknown>;
}

/** Finds the key that a token was signed with. */
type JwksResolver = (...token: never[]) => Promise<unknown>;

interface JosePackage {
  createRemoteJWKSet(url: URL): JwksResolver;
  jwtVerify(
    token: string,
    keys: JwksResolver,
    options: object,
  ): Promise<{ payload: Record<string, unknown> }>;
}

async function loadJose(): Promise<JosePackage> {
  // @ts-ignore
  const load = () => import("jose");
  return loadPackage("jose", load);
}

type Verify = (header: string | undefined) => Promise<AuthInfo | undefined>;

/**
 * Verifies the token of an Authorization header: signed by a key of the issuer's, issued by it, for
 * the audience, and not expired. Gives undefined for any other. Keys are asked for once, and anew
 * when a token names one that is not known.
 */
function tokenVerifier({ issuer, audience, jwksUrl }: TokenSettings): Verify {
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
