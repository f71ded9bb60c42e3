// SPDX-License-Identifier: MIT-0
// Serves a server whose main connects to stdio over the transport that the settings ask for, without a
// change to its code.
//
// The server's one connection is to a `StdioServerTransport`. Over HTTP that transport reads no stdin:
// the messages of all clients are passed on to the server's connection (connection.ts). The server object
// is shared, so it is told of no client's capabilities: there is no session to ask in, and what it asks a
// client (sampling, elicitation, roots) fails at once.
import { existsSync } from "node:fs";
import { hasAuthorisation, NOBODY_MAY } from "../access.js";
import { serveRequests } from "../context.js";
import { accountsAreConfigured } from "../settings.js";
import {
  answerPost,
  type Connection,
  connectionTo,
  isModern,
  isModernPost,
  type Message,
  type Server,
} from "./connection.js";
import { listen, type Post, type Settings, type TokenSettings } from "./http.js";
import { flattenToolList } from "./schemas.js";

/** What this module needs of the SDK's stdio transport, in every version of it. */
interface Transport {
  onmessage?: ((message: never, extra?: never) => void) | undefined;
  start(): Promise<void>;
  send(message: never, options?: never): Promise<void>;
}

/** What serves the newer era of the protocol, as far as the SDK has it: `modernEra` of eras.ts. */
export interface Era {
  http: ((connection: Connection) => (post: Post) => Promise<void>) | undefined;
  stdio:
    | ((
        connection: Connection,
        send: (message: Message) => Promise<void>,
      ) => (message: Message) => void)
    | undefined;
}

/** The parts of the SDK that the server itself imports. */
export interface Sdk {
  StdioServerTransport: { prototype: Transport };
  modern?: Era;
}

/** An SDK that is only known once it is used: `transportOf` of fastmcp.ts. */
export interface LateSdk {
  whenUsed(use: (sdk: Sdk) => void): void;
}

interface Prototype {
  start(this: Server): Promise<void>;
  send(this: Server, message: Message, options?: SendOptions): Promise<void>;
  setSupportedProtocolVersions?(this: Server, versions: string[]): void;
}

interface SendOptions {
  relatedRequestId?: string | number;
}

/** Changes the SDK's stdio transport for this process. To be called before the server's main is loaded. */
export function useTransport(settings: Settings, sdk: Sdk | LateSdk): void {
  if ("whenUsed" in sdk) {
    sdk.whenUsed((found) => useTransport(settings, found));
    return;
  }
  const prototype = sdk.StdioServerTransport.prototype as unknown as Prototype;
  if (settings.http) serveOverHttp(prototype, settings, sdk.modern);
  else serveOverStdio(prototype, sdk.modern);
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
function serveOverStdio(prototype: Prototype, modern: Era | undefined): void {
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
        const serve = isModern(message) && direct.has(this) ? modern?.stdio : undefined;
        const relay = connectionTo({ onmessage: receive });
        if (serve !== undefined) relays.set(this, relay);
        onmessage = serve === undefined ? receive : serve(relay, wire);
      }
      serveRequests(message.method, undefined, () => onmessage?.(message, extra));
    };
    return start.call(this);
  };
}

// --- HTTP ---------------------------------------------------------------------------------------

function serveOverHttp(prototype: Prototype, settings: Settings, modern: Era | undefined): void {
  const connections = new WeakMap<Server, Connection>();
  prototype.start = function () {
    if (accountsAreConfigured() && !hasAuthorisation()) {
      process.stderr.write(`entrypoint: not started: ${NOBODY_MAY}\n`);
      process.exit(2);
    }
    const connection = connectionTo(this);
    connections.set(this, connection);
    const answerModern = modern?.http?.(connection);
    return listen(settings, async (post) =>
      answerModern !== undefined && isModernPost(post)
        ? answerModern(post)
        : answerPost(connection, post),
    );
  };
  prototype.send = async function (message, options) {
    await connections.get(this)?.deliver(message, options?.relatedRequestId);
  };
}

// --- settings -----------------------------------------------------------------------------------
// Read from the environment. Every setting has two names, FASTMCP_* and MCP_*: container images set the
// one or the other.

const MAX_BODY_BYTES = 4 << 20;

type Environment = Record<string, string | undefined>;

/**
 * Read the settings. FASTMCP_* names win over MCP_* names, and an empty value is no value.
 *
 * @throws RangeError a value that cannot be understood; the text names the variable
 */
export function readSettings(env: Environment): Settings {
  const [name, transport] = setting(env, "TRANSPORT", "streamable-http");
  if (!["streamable-http", "http", "stdio"].includes(transport)) {
    throw new RangeError(`${name} is "${transport}"; it must be streamable-http or stdio`);
  }
  return {
    http: transport !== "stdio",
    host: setting(env, "HOST", "0.0.0.0")[1],
    port: portFrom(...setting(env, "PORT", "8000")),
    flattenSchemas: isTrue(...setting(env, "FLATTEN_SCHEMAS", "true")),
    allowedHosts: listFrom(setting(env, "ALLOWED_HOSTS", "")[1]),
    allowedOrigins: listFrom(setting(env, "ALLOWED_ORIGINS", "")[1]),
    maxBodyBytes: sizeFrom(...setting(env, "MAX_BODY_BYTES", String(MAX_BODY_BYTES))),
    token: tokenFrom(env),
  };
}

/**
 * Give the server's main what it asks for to start: arguments, before all others, and variables (`NAME=value`)
 * that count where they are not set. Each is a list with spaces between.
 */
export function tellMain(args: string, variables: string): void {
  const words = args.split(" ").filter((each) => each !== "");
  if (!words.every((each) => process.argv.includes(each))) process.argv.splice(2, 0, ...words);
  for (const each of variables.split(" ")) {
    const [name = "", value] = each.split("=");
    if (value !== undefined) process.env[name] ??= value;
  }
}

function setting(env: Environment, name: string, fallback: string): [string, string] {
  for (const fullName of [`FASTMCP_${name}`, `MCP_${name}`]) {
    const value = env[fullName]?.trim();
    if (value) return [fullName, value];
  }
  return [`FASTMCP_${name}`, fallback];
}

function tokenFrom(env: Environment): TokenSettings | undefined {
  const [issuerName, issuer] = setting(env, "TOKEN_ISSUER", "");
  const [audienceName, audience] = setting(env, "TOKEN_AUDIENCE", "");
  const [jwksName, jwksUrl] = setting(env, "TOKEN_JWKS_URL", "");
  if (issuer === "" && audience === "" && jwksUrl === "") return undefined;
  if (issuer === "") throw new RangeError(`${issuerName} is not set, and must be with the others`);
  if (audience === "") {
    throw new RangeError(`${audienceName} is not set: any token of the issuer's would be taken`);
  }
  urlFrom(issuerName, issuer);
  if (jwksUrl !== "") urlFrom(jwksName, jwksUrl);
  return { issuer, audience, jwksUrl: jwksUrl === "" ? undefined : jwksUrl };
}

function urlFrom(name: string, value: string): void {
  if (!/^https?:\/\/\S+$/.test(value))
    throw new RangeError(`${name} is "${value}"; it must be a URL`);
}

function portFrom(name: string, value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) < 1 || Number(value) > 65535) {
    throw new RangeError(`${name} is "${value}"; it must be a port number`);
  }
  return Number(value);
}

function sizeFrom(name: string, value: string): number {
  if (!/^[1-9]\d{0,14}$/.test(value)) {
    throw new RangeError(`${name} is "${value}"; it must be a number of bytes`);
  }
  return Number(value);
}

function listFrom(value: string): string[] {
  return value.split(/[\s,]+/).filter((item) => item !== "");
}

function isTrue(name: string, value: string): boolean {
  const text = value.toLowerCase();
  if (["1", "true", "yes", "on"].includes(text)) return true;
  if (["0", "false", "no", "off"].includes(text)) return false;
  throw new RangeError(`${name} is "${value}"; it must be true or false`);
}

/**
 * Settings from a file of lines NAME=value, where there is one: the one that FASTMCP_ENV_FILE or
 * MCP_ENV_FILE names, else the usual one. What is set already stays as it is.
 */
export function readEnvFile(usual: string): void {
  const path = process.env["FASTMCP_ENV_FILE"] ?? process.env["MCP_ENV_FILE"] ?? usual;
  if (path === "" || !existsSync(path)) return;
  const { loadEnvFile } = process as { loadEnvFile?: (path: string) => void };
  if (loadEnvFile) loadEnvFile(path);
  else console.error(`entrypoint: ${path} was not read: that takes Node.js 20.12 or newer`);
}
