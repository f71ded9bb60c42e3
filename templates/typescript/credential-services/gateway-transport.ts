// SPDX-License-Identifier: MIT-0
/**
 * Serve a server whose main connects to stdio over the transport that the settings ask for, without a
 * change to its code.
 *
 * The server's one connection is to a `StdioServerTransport`. Over HTTP that transport reads no
 * stdin: the messages of all clients are passed on to the server's connection, each request under a
 * number of its own. So answers find their way back, and nobody can cancel another's call, even when
 * a hundred clients all call their request "1".
 *
 * The server object is shared, so it is told of no client's capabilities: there is no session to ask
 * in, and what it asks a client (sampling, elicitation, roots) fails at once.
 */

import { hasAuthorisation, NOBODY_MAY } from "./authorise.js";
import { type Connection, connectionTo, type Message, type Server } from "./gateway-connection.js";
import { type Sdk2, serveModern, serveModernStdio } from "./gateway-eras.js";
import { type FastMcp, onFastMcp } from "./gateway-fastmcp.js";
import { listen, type Post, refuse, reply } from "./gateway-http.js";
import { flattenToolList } from "./gateway-schema.js";
import type { Settings } from "./gateway-settings.js";
import { serveRequests } from "./scope.js";
import { accountsAreConfigured } from "./settings.js";

/** What this module needs of the SDK's stdio transport, in every version of it. */
interface Transport {
  onmessage?: ((message: never, extra?: never) => void) | undefined;
  start(): Promise<void>;
  send(message: never, options?: never): Promise<void>;
}

/** The SDK's parts: those of SDK 2 serve the protocol's newer era too. */
export interface Sdk extends Partial<Sdk2> {
  StdioServerTransport: { prototype: Transport };
}

interface Prototype {
  start(this: Server): Promise<void>;
  send(this: Server, message: Message, options?: SendOptions): Promise<void>;
  setSupportedProtocolVersions?(this: Server, versions: string[]): void;
}

interface SendOptions {
  relatedRequestId?: string | number;
}

/**
 * Change the SDK's stdio transport for this process. Call it before the server's main is loaded,
 * with the parts that the server itself would import. (The first edition's entry points give the
 * classes one by one.)
 */
export function useTransport(
  settings: Settings,
  sdk: Sdk | Sdk["StdioServerTransport"] | { fastmcp: FastMcp },
  _http?: unknown,
): void {
  if ("fastmcp" in sdk) {
    onFastMcp(sdk.fastmcp, (transport) => useTransport(settings, transport));
    return;
  }
  const parts: Sdk = "StdioServerTransport" in sdk ? sdk : { StdioServerTransport: sdk };
  const prototype = parts.StdioServerTransport.prototype as unknown as Prototype;
  if (settings.http) serveOverHttp(prototype, settings, parts);
  else serveOverStdio(prototype, parts);
  if (settings.flattenSchemas) flattenAnswers(prototype);
}

function flattenAnswers(prototype: Prototype): void {
  const send = prototype.send;
  prototype.send = function (message, options) {
    const flat = { ...message, result: flattenToolList(message.result) };
    return send.call(this, message.result === undefined ? message : flat, options);
  };
}

// --- stdio --------------------------------------------------------------------------------------

/** As the SDK does it, save a client of the newer era whose server knows only how to connect. */
function serveOverStdio(prototype: Prototype, sdk: Sdk): void {
  const { start, send } = prototype;
  const relays = new WeakMap<Server, Connection>();
  const direct = new WeakSet<Server>();
  prototype.setSupportedProtocolVersions = function () {
    direct.add(this);
  };
  prototype.send = function (message, options) {
    const relay = relays.get(this);
    return relay === undefined
      ? send.call(this, message, options)
      : relay.deliver(message, options?.relatedRequestId);
  };
  prototype.start = function () {
    const receive = this.onmessage;
    let onmessage: ((message: Message, extra?: unknown) => void) | undefined;
    this.onmessage = (message, extra) => {
      if (onmessage === undefined) {
        const wire = (each: Message) => send.call(this, each);
        const isRelayed = isModern(message) && direct.has(this) && sdk.serveStdio !== undefined;
        const server = { onmessage: receive };
        if (isRelayed) relays.set(this, connectionTo(server));
        const relay = relays.get(this);
        onmessage = relay === undefined ? receive : serveModernStdio(sdk as Sdk2, relay, wire);
      }
      serveRequests(message.method, undefined, () => onmessage?.(message, extra));
    };
    return start.call(this);
  };
}

// --- HTTP ---------------------------------------------------------------------------------------

function serveOverHttp(prototype: Prototype, settings: Settings, sdk: Sdk): void {
  const connections = new WeakMap<Server, Connection>();
  prototype.start = function () {
    if (accountsAreConfigured() && !hasAuthorisation()) {
      process.stderr.write(`entrypoint: not started: ${NOBODY_MAY}\n`);
      process.exit(2);
    }
    const connection = connectionTo(this);
    connections.set(this, connection);
    const modern = sdk.createMcpHandler && serveModern(sdk as Sdk2, connection);
    return listen(settings, async (post) => {
      const isNew = isModern(post.body) || isModernVersion(versionOf(post));
      return isNew && modern !== undefined ? modern(post) : answerPost(connection, post);
    });
  };
  prototype.send = async function (message, options) {
    await connections.get(this)?.deliver(message, options?.relatedRequestId);
  };
}

const VERSIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];
const VERSION_KEY = "io.modelcontextprotocol/protocolVersion";

function versionOf({ request }: Post): string | undefined {
  return request.headers["mcp-protocol-version"]?.toString();
}

/** Whether a message is one of the era that began with revision 2026-07-28. */
function isModern(body: unknown): boolean {
  const { params } = (body ?? {}) as { params?: { _meta?: Record<string, unknown> } };
  return params?._meta?.[VERSION_KEY] !== undefined;
}

function isModernVersion(version: string | undefined): boolean {
  return version !== undefined && /^\d{4}-\d\d-\d\d$/.test(version) && version > "2026";
}

/** Answers a POST of the era of 2025: with a stream of events, or with JSON where only that is taken. */
async function answerPost(connection: Connection, post: Post): Promise<void> {
  const { request, response, body } = post;
  const version = versionOf(post);
  if (version !== undefined && !VERSIONS.includes(version)) {
    const known = VERSIONS.join(", ");
    return refuse(response, 400, `Unsupported protocol version (supported versions: ${known})`);
  }
  const messages = (Array.isArray(body) ? body : [body]) as Message[];
  if (messages.length === 0 || !messages.every(isMessage)) {
    return refuse(response, 400, "Invalid Request", -32600);
  }
  const client = connection.client(post);
  const requests = messages.filter(({ id, method }) => id !== undefined && method !== undefined);
  for (const each of messages) if (!requests.includes(each)) client.notify(each);
  if (requests.length === 0) return void response.writeHead(202).end();
  if (requests.some(({ method }) => method === "initialize")) client.identify();
  const takesEvents = /text\/event-stream|text\/\*|\*\/\*/.test(request.headers.accept ?? "*/*");
  if (takesEvents) return streamAnswers(client, requests, post);
  const answers = await Promise.all(requests.map((each) => client.request(each)));
  const told = answers.filter((answer) => answer !== undefined);
  if (response.destroyed) return;
  reply(response, 200, (Array.isArray(body) ? told : told[0]) ?? {});
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && (value as Message).jsonrpc === "2.0";
}

const KEEP_ALIVE_MS = 15_000;

async function streamAnswers(
  client: ReturnType<Connection["client"]>,
  requests: Message[],
  { response }: Post,
): Promise<void> {
  const headers = {
    "content-type": "text/event-stream",
    "cache-control": "no-cache, no-transform",
  };
  response.writeHead(200, headers);
  const write = (message: Message) => {
    response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
  };
  const alive = setInterval(() => response.write(": alive\n\n"), KEEP_ALIVE_MS);
  response.once("close", () => clearInterval(alive));
  const send = async (request: Message) => {
    const answer = await client.request(request, write);
    if (answer !== undefined) write(answer);
  };
  await Promise.all(requests.map(send));
  response.end();
}
