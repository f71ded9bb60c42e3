// SPDX-License-Identifier: MIT-0
// The server's one connection, shared by all clients: who asked what, and how a POST is answered.
//
// Each request is passed on under a number of its own. So answers find their way back, and nobody can
// cancel another's call, even when a hundred clients all call their request "1".
import { randomUUID } from "node:crypto";
import { serveRequests, shared } from "../context.js";
import { type AuthInfo, type Post, refuse, reply } from "./http.js";

/** A JSON-RPC message: a request has id and method, a notification method, an answer id. */
export interface Message {
  jsonrpc: "2.0";
  id?: string | number;
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  error?: { code: number; message: string; data?: unknown };
}

/** The server's end of the connection: what the SDK sets on a transport. */
export interface Server {
  onmessage?: ((message: Message, extra?: unknown) => void) | undefined;
}

/** Who sends a request, and what ends it early. */
export interface From {
  readonly authInfo: AuthInfo | undefined;
  /** What tells clients apart that number their requests alike; undefined where nothing does. */
  readonly key: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** What the library is told of the request beside its message. */
  readonly extra: object;
  readonly onNotification?: ((message: Message) => void) | undefined;
}

interface Call {
  readonly id: string | number;
  readonly from: From;
  readonly done: (answer: Message | undefined) => void;
}

export interface Connection {
  /** Has the server answer a request. Undefined where it was ended before. */
  request(message: Message, from: From): Promise<Message | undefined>;
  /** Passes a notification on; a cancellation only to the sender's own request. */
  notify(message: Message, from: From): void;
  /** What the server sends: an answer, a notification for a request, or what it would ask. */
  deliver(message: Message, related?: string | number): Promise<void>;
  /** The sender of a POST. */
  client(post: Post): Client;
}

interface Client {
  request(
    message: Message,
    onNotification?: (message: Message) => void,
  ): Promise<Message | undefined>;
  notify(message: Message): void;
  /** Gives a client that begins the identity that it will send along. */
  identify(): void;
}

const REFUSED = { code: -32601, message: "The client cannot be asked over stateless HTTP" };

export function connectionTo(server: Server): Connection {
  const calls = new Map<string | number, Call>();
  let last = 0;

  async function request(message: Message, from: From): Promise<Message | undefined> {
    if (message.id === undefined || from.signal?.aborted === true) return undefined;
    last += 1;
    const number = last;
    const { id } = message;
    return new Promise((resolve) => {
      const cancel = () => void cancelCall(number, "The client has disconnected");
      const done = (answer: Message | undefined) => {
        from.signal?.removeEventListener("abort", cancel);
        resolve(answer);
      };
      calls.set(number, { id, from, done });
      from.signal?.addEventListener("abort", cancel);
      const caller = { authInfo: from.authInfo, requestId: id, number };
      const pass = () => server.onmessage?.({ ...prepared(message), id: number }, from.extra);
      shared.callers.run(caller, () => serveRequests(message.method, from.extra, pass));
    });
  }

  function cancelCall(number: number, reason: unknown): void {
    const call = calls.get(number);
    if (call === undefined) return;
    calls.delete(number);
    const params = { requestId: number, reason };
    server.onmessage?.({ jsonrpc: "2.0", method: "notifications/cancelled", params });
    call.done(undefined);
  }

  function notify(message: Message, from: From): void {
    if (message.method !== "notifications/cancelled") {
      // An answer: nothing was asked.
      if (message.method !== undefined) server.onmessage?.(message, from.extra);
      return;
    }
    const { requestId, reason } = message.params ?? {};
    if (from.key === undefined) return;
    for (const [number, call] of calls) {
      const isTheirs = call.id === requestId && call.from.key === from.key;
      if (isTheirs) cancelCall(Number(number), reason);
    }
  }

  async function deliver(message: Message, related?: string | number): Promise<void> {
    if (message.method !== undefined && message.id !== undefined) {
      server.onmessage?.({ jsonrpc: "2.0", id: message.id, error: REFUSED });
      return;
    }
    // News for no request in particular is for the one in whose course it is sent.
    const number = message.id ?? related ?? shared.callers.getStore()?.number ?? 0;
    const call = calls.get(number);
    if (call === undefined) return; // the client has gone
    if (message.id === undefined) return call.from.onNotification?.(message);
    calls.delete(number);
    call.done({ ...message, id: call.id });
  }

  return { request, notify, deliver, client: (post) => clientOf(post, { request, notify }) };
}

/** The server is shared: of a client's capabilities it must not conclude that it can ask another. */
function prepared(message: Message): Message {
  if (message.method !== "initialize") return message;
  return { ...message, params: { ...message.params, capabilities: {} } };
}

type Passing = Pick<Connection, "request" | "notify">;

const SESSION = "mcp-session-id";

function clientOf({ request, response, authInfo }: Post, connection: Passing): Client {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const session = request.headers[SESSION]?.toString();
  const { sub } = authInfo?.extra ?? {};
  const identity = [session, sub].filter((each) => each !== undefined);
  const { headers } = request;
  const extra = { ...(authInfo && { authInfo }), requestInfo: { headers } };
  const key = identity.length === 0 ? undefined : JSON.stringify(identity);
  const from = { authInfo, key, signal: gone.signal, extra };
  return {
    request: (message, onNotification) => connection.request(message, { ...from, onNotification }),
    notify: (message) => connection.notify(message, from),
    identify: () => {
      if (session === undefined) response.setHeader(SESSION, randomUUID());
    },
  };
}

// --- answers over HTTP --------------------------------------------------------------------------

const VERSIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];
const VERSION_KEY = "io.modelcontextprotocol/protocolVersion";

/** Whether a POST is one of the era that began with revision 2026-07-28. */
export function isModernPost(post: Post): boolean {
  const version = versionOf(post) ?? "";
  return isModern(post.body) || (/^\d{4}-\d\d-\d\d$/.test(version) && version > "2026");
}

/** Whether a message is. */
export function isModern(body: unknown): boolean {
  const { params } = (body ?? {}) as { params?: { _meta?: Record<string, unknown> } };
  return params?._meta?.[VERSION_KEY] !== undefined;
}

function versionOf({ request }: Post): string | undefined {
  return request.headers["mcp-protocol-version"]?.toString();
}

/** Answers a POST of the era of 2025: with a stream of events, or with JSON where only that is taken. */
export async function answerPost(connection: Connection, post: Post): Promise<void> {
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
  client: Client,
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
