/**
 * Serve over stateless streamable HTTP a server whose main connects to stdio, without a change to
 * its code.
 *
 * The server's one connection is to a `StdioServerTransport`. Over HTTP that transport reads no
 * stdin: each POST /mcp gets a streamable HTTP transport of its own, which speaks the protocol, and
 * its messages are passed on to the server's connection under a number of their own. So answers
 * find their way back even when a hundred clients all call their request "1".
 *
 * The server object is shared, so what it remembers of its client (capabilities, log level) is that
 * of the last one to say `initialize`. A server cannot ask its client anything (sampling,
 * elicitation, roots): there is no session to ask in, and such a request fails at once.
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { flattenToolList } from "./gateway-schema.js";
import type { Settings } from "./gateway-settings.js";

/** A JSON-RPC message: a request has id and method, a notification method, an answer id. */
interface Message {
  jsonrpc: "2.0";
  id?: string | number;
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  error?: unknown;
}

interface SendOptions {
  relatedRequestId?: string | number;
}

/** What this module needs of the SDK's transports, in every version of it. */
interface Transport {
  onmessage?: ((message: never, extra?: never) => void) | undefined;
  start(): Promise<void>;
  send(message: never, options?: never): Promise<void>;
  close(): Promise<void>;
}

interface HttpTransport extends Transport {
  handleRequest(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

type Receive = (message: Message, extra?: unknown) => void;
type Send = (this: Transport, message: Message, options?: SendOptions) => Promise<void>;
type NewHttpTransport = new (options: never) => HttpTransport;

const REFUSED = { code: -32601, message: "The client cannot be asked over stateless HTTP" };

/**
 * Change the SDK's stdio transport for this process. Call it before the server's main is loaded,
 * with the two classes that the server itself would import.
 */
export function useTransport(
  settings: Settings,
  stdio: { prototype: Transport },
  http: NewHttpTransport,
): void {
  const prototype = stdio.prototype as unknown as { start(): Promise<void>; send: Send };
  if (settings.http) serveOverHttp(prototype, settings, http);
  if (settings.flattenSchemas) flattenAnswers(prototype);
}

function flattenAnswers(prototype: { send: Send }): void {
  const send = prototype.send;
  prototype.send = function (message, options) {
    const flat = { ...message, result: flattenToolList(message.result) };
    return send.call(this, message.result === undefined ? message : flat, options);
  };
}

function serveOverHttp(
  prototype: { start(): Promise<void>; send: Send },
  settings: Settings,
  http: NewHttpTransport,
): void {
  const calls = new Calls();
  prototype.start = function (this: Transport) {
    return listen(settings, (request, response) =>
      answerPost(
        this as unknown as { onmessage?: Receive },
        calls,
        new http(STATELESS),
        request,
        response,
      ),
    );
  };
  prototype.send = function (message, options) {
    return calls.deliver(this as unknown as { onmessage?: Receive }, message, options);
  };
}

// No session: in newer versions the same as leaving it out, in older ones it must be said.
const STATELESS = { sessionIdGenerator: undefined } as never;

/** The requests under way: the number the server knows each by, and where its answer goes. */
class Calls {
  private readonly open = new Map<string | number, { id: string | number; to: HttpTransport }>();
  private last = 0;

  add(id: string | number, to: HttpTransport): number {
    this.last += 1;
    this.open.set(this.last, { id, to });
    return this.last;
  }

  remove(number: number): boolean {
    return this.open.delete(number);
  }

  /** Send an answer or a notification of the server's to the client it is for. */
  async deliver(
    server: { onmessage?: Receive },
    message: Message,
    options?: SendOptions,
  ): Promise<void> {
    if (message.method !== undefined && message.id !== undefined) {
      server.onmessage?.({ jsonrpc: "2.0", id: message.id, error: REFUSED });
      return;
    }
    const call = this.open.get(message.id ?? options?.relatedRequestId ?? 0);
    if (call === undefined) return; // the client has gone, or it is news for no call in particular
    const send = call.to.send as unknown as Send;
    if (message.id === undefined) {
      await send.call(call.to, message, { relatedRequestId: call.id });
    } else {
      this.open.delete(message.id);
      await send.call(call.to, { ...message, id: call.id });
    }
  }
}

async function answerPost(
  server: { onmessage?: Receive },
  calls: Calls,
  transport: HttpTransport,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const numbers: number[] = [];
  const receive: Receive = (message, extra) => {
    if (message.id === undefined || message.method === undefined) {
      server.onmessage?.(message, extra);
      return;
    }
    const number = calls.add(message.id, transport);
    numbers.push(number);
    server.onmessage?.({ ...message, id: number }, extra);
  };
  transport.onmessage = receive as unknown as NonNullable<Transport["onmessage"]>;
  response.once("close", () => {
    for (const requestId of numbers.filter((number) => calls.remove(number))) {
      const params = { requestId, reason: "The client has disconnected" };
      server.onmessage?.({ jsonrpc: "2.0", method: "notifications/cancelled", params });
    }
    void transport.close();
  });
  await transport.start();
  await transport.handleRequest(request, response);
}

function listen(
  settings: Settings,
  post: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<void> {
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0];
    if (path === "/health") return reply(response, 200, { status: "ok" });
    if (path !== "/mcp") return reply(response, 404, { error: "not found" });
    if (request.method !== "POST") return reply(response, 405, { error: "POST only" });
    post(request, response).catch((error: unknown) => {
      console.error("entrypoint: a request failed:", error);
      if (!response.headersSent) reply(response, 500, { error: "internal error" });
    });
  });
  // As the first process of a container Node would not stop at SIGTERM by itself.
  process.once("SIGTERM", () => server.close(() => process.exit(0)));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, resolve);
  });
}

function reply(response: ServerResponse, status: number, body: Record<string, string>): void {
  const headers = { "content-type": "application/json", ...(status === 405 && { allow: "POST" }) };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
