// SPDX-License-Identifier: MIT-0
/**
 * What stands between the network and the server, whichever MCP SDK that uses.
 *
 * - A request is refused whose Host is no address, not this machine and not allowed, and one whose
 *   Origin is another site's: a browser could have been made to send it.
 * - Bodies are JSON, no longer than FASTMCP_MAX_BODY_BYTES, and must come in time, as must headers.
 * - Where an issuer is configured, each request must bring a token of it.
 * - A platform's probes are answered: ping at /mcp and /mcp/, without a token, whatever they accept;
 *   GET /ping and GET /health.
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { isIP } from "node:net";
import type { Settings } from "./gateway-settings.js";
import { type AuthInfo, tokenVerifier } from "./gateway-tokens.js";

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
