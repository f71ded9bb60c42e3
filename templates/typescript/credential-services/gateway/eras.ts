// SPDX-License-Identifier: MIT-0
// The newer era of the protocol (from revision 2026-07-28), through what SDK 2 has for it. That wants a
// server for each request, and there is one for all: so each gets a relay, which speaks the newer era to
// the client and passes its requests on to the server's own connection.
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import type { Connection, From, Message } from "./connection.js";
import type { AuthInfo, Post } from "./http.js";
import type { Era } from "./transport.js";

interface Context {
  mcpReq: { signal: AbortSignal; notify(notification: object): Promise<void> };
  http?: { authInfo?: AuthInfo; req?: Request };
}

interface Relay {
  fallbackRequestHandler?: any;
}

interface Wire {
  onmessage?: ((message: never, extra?: never) => void) | undefined;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  start(): Promise<void>;
  send(message: never): Promise<void>;
  close(): Promise<void>;
}

/** The parts of `@modelcontextprotocol/server` that are used. */
export interface Sdk2 {
  Server: new (info: any, options: any) => Relay;
  createMcpHandler(
    factory: any,
    options: any,
  ): {
    fetch(request: Request, options?: any): Promise<Response>;
  };
  serveStdio(factory: any, options: any): unknown;
}

/** What of the newer era these parts of the SDK can serve. */
export function modernEra(sdk: Partial<Sdk2>): Era {
  const whole = sdk as Sdk2;
  return {
    http: sdk.createMcpHandler && ((connection) => serveHttp(whole, connection)),
    stdio: sdk.serveStdio && ((connection, send) => serveStdio(whole, connection, send)),
  };
}

/** What answers POSTs of the newer era. */
function serveHttp(sdk: Sdk2, connection: Connection): (post: Post) => Promise<void> {
  const handler = sdk.createMcpHandler(() => relayTo(sdk, connection), { legacy: "reject" });
  return async ({ request, response, body, authInfo }) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers.set(name, String(value));
    }
    headers.set("accept", "application/json, text/event-stream");
    const init = { method: "POST", headers, body: JSON.stringify(body), signal: gone.signal };
    const asked = new Request(`http://${request.headers.host}/mcp`, init);
    const options = { parsedBody: body, ...(authInfo && { authInfo }) };
    const answer = await handler.fetch(asked, options);
    if (answer.body === null) return void response.writeHead(answer.status).end();
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    const stream = Readable.fromWeb(answer.body as ReadableStream);
    stream.once("error", () => response.destroy()).pipe(response);
  };
}

/** What takes the messages of a stdio connection of the newer era; `send` writes the answers. */
function serveStdio(
  sdk: Sdk2,
  connection: Connection,
  send: (message: Message) => Promise<void>,
): (message: Message) => void {
  const wire: Wire = { start: async () => undefined, send, close: async () => wire.onclose?.() };
  sdk.serveStdio(() => relayTo(sdk, connection), { transport: wire });
  return (message) => wire.onmessage?.(message as never);
}

interface Introduction {
  serverInfo?: object;
  capabilities?: object;
  instructions?: string;
}

const introductions = new WeakMap<Connection, Promise<Introduction>>();
const NOBODY: From = { authInfo: undefined, key: undefined, signal: undefined, extra: {} };

/** What the server says of itself. It is asked once. */
function introductionOf(connection: Connection): Promise<Introduction> {
  const known = introductions.get(connection) ?? introduce(connection);
  introductions.set(connection, known);
  return known;
}

async function introduce(connection: Connection): Promise<Introduction> {
  const clientInfo = { name: "entrypoint", version: "1" };
  const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
  const message: Message = { jsonrpc: "2.0", id: 0, method: "initialize", params };
  const answer = await connection.request(message, NOBODY);
  connection.notify({ jsonrpc: "2.0", method: "notifications/initialized" }, NOBODY);
  return (answer?.result ?? {}) as Introduction;
}

async function relayTo(sdk: Sdk2, connection: Connection): Promise<Relay> {
  const { serverInfo, capabilities, instructions } = await introductionOf(connection);
  const options = { capabilities, ...(instructions !== undefined && { instructions }) };
  const relay = new sdk.Server(serverInfo, options);
  relay.fallbackRequestHandler = (request: Message, context: Context) =>
    passOn(connection, request, context);
  return relay;
}

async function passOn(
  connection: Connection,
  request: Message,
  context: Context,
): Promise<unknown> {
  const { method, params } = request;
  const { signal, notify } = context.mcpReq;
  const authInfo = context.http?.authInfo;
  const extra = {
    ...(authInfo && { authInfo }),
    ...(context.http?.req && { request: context.http.req }),
  };
  const onNotification = ({ method: name, params: given }: Message) =>
    void notify({ method: name, params: given }).catch(() => undefined);
  const message = { jsonrpc: "2.0", id: 0, method, params } as Message;
  const from = { authInfo, key: undefined, signal, extra, onNotification };
  const answer = await connection.request(message, from);
  if (answer?.error !== undefined) {
    throw Object.assign(new Error(answer.error.message), answer.error);
  }
  return answer?.result ?? {};
}
