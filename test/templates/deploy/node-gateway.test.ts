import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import {
  Client as ModernClient,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { SIGNER, settingsFor } from "../typescript/support/accounts.js";
import { type FakeAws, startAws } from "../typescript/support/aws.js";
import { nodeServer, sdks } from "./support/node-server.js";
import { overHttp, overStdio, type Program, post, type Served, serve } from "./support/served.js";

// The attacks on the HTTP entry point that were seen to succeed, on every edition of the SDK.

let aws: FakeAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws.close());

const json = { "content-type": "application/json" };
const accepting = (accept: string) => ({ ...json, accept });
const jsonPost = (url: string, body: unknown, headers: Record<string, string> = json) =>
  fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
const ping = { jsonrpc: "2.0", id: 7, method: "ping" };
const find = { method: "tools/call", params: { name: "find", arguments: { text: "b" } } };

async function call(client: Client, name: string, args: Record<string, unknown> = {}) {
  const { content } = await client.callTool({ name, arguments: args });
  return (content as { text: string }[])[0]?.text;
}

async function until(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe.each(Object.keys(sdks) as (keyof typeof sdks)[])("SDK %s", (sdk) => {
  let program: Program;
  let served: Served;
  beforeAll(async () => {
    program = await nodeServer(sdk, sdk === "1.10" ? "CommonJS" : "ES modules");
    served = await serve(program, { ...settingsFor(aws), FASTMCP_MAX_BODY_BYTES: "100000" });
  });
  afterAll(() => served?.stop());

  it.each([
    ["a name that leads here", { host: "evil.example" }, 421],
    ["another site's page", { origin: "https://evil.example" }, 403],
    ["a page without an origin", { origin: "null" }, 403],
    ["this machine's page", { origin: "http://localhost:6274" }, 200],
  ])("checks Host and Origin: %s", async (_what, headers, status) => {
    const { hostname, port } = new URL(served.url);
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, ...find });
    const lines = { host: `${hostname}:${port}`, ...accepting("application/json"), ...headers };
    const socket = connect(Number(port), hostname);
    onTestFinished(() => void socket.destroy());
    const head = Object.entries({ ...lines, "content-length": body.length })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("");
    socket.write(`POST /mcp HTTP/1.1\r\n${head}\r\n${body}`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(String(answer)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it("takes JSON only, and no more than the limit of it", async () => {
    const url = `${served.url}/mcp`;
    const plain = await jsonPost(
      url,
      { jsonrpc: "2.0", id: 1, ...find },
      { "content-type": "text/plain" },
    );
    expect(plain.status).toBe(415);
    const long = { jsonrpc: "2.0", id: 1, method: "x".repeat(200_000) };
    expect((await jsonPost(url, long)).status).toBe(413);
    const chunked = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(JSON.stringify(long)));
        controller.close();
      },
    });
    const options = { method: "POST", headers: json, body: chunked, duplex: "half" } as RequestInit;
    expect((await fetch(url, options)).status).toBe(413);
    expect((await fetch(url, { method: "POST", headers: json, body: "{" })).status).toBe(400);
    expect((await jsonPost(url, { id: 1 })).status).toBe(400);
  });

  it("answers a platform's probes", async () => {
    for (const path of ["/mcp", "/mcp/"]) {
      for (const accept of ["application/json", "*/*", "application/json, text/event-stream"]) {
        for (const probe of [ping, { ...ping, params: null }, { ...ping, params: {} }]) {
          const answer = await jsonPost(served.url + path, probe, accepting(accept));
          expect([answer.status, await answer.json()]).toEqual([
            200,
            { jsonrpc: "2.0", id: 7, result: {} },
          ]);
        }
      }
    }
    const list = { jsonrpc: "2.0", id: 8, method: "tools/list", params: null };
    const answer = await jsonPost(`${served.url}/mcp/`, list, accepting("application/json"));
    expect(
      ((await answer.json()) as { result: { tools: [] } }).result.tools.length,
    ).toBeGreaterThan(2);
    expect(await (await fetch(`${served.url}/ping`)).json()).toEqual({
      status: "Healthy",
      time_of_last_update: expect.any(Number),
    });
    expect((await fetch(`${served.url}/health`)).status).toBe(200);
  });

  it("lets nobody cancel another's call, and everybody his own", async () => {
    const waiting = () => overHttp(served, (client) => call(client, "waiting"));
    await overHttp(served, async (one) => {
      const cancel = new AbortController();
      const options = { signal: cancel.signal };
      const args = { name: "wait", arguments: { who: "one" } };
      const waits = one.callTool(args, undefined, options).catch(() => "cancelled");
      await until(async () => (await waiting()) === "one");
      for (let requestId = 0; requestId < 50; requestId += 1) {
        const params = { requestId };
        const message = { id: undefined, method: "notifications/cancelled", params };
        await post(served, message);
        await post(served, message, { "mcp-session-id": "another" });
      }
      expect(await waiting()).toBe("one");
      cancel.abort();
      expect(await waits).toBe("cancelled");
      await until(async () => (await waiting()) === "");
    });
  });

  it("ends the call of a client that hangs up", async () => {
    const waiting = () => overHttp(served, (client) => call(client, "waiting"));
    const gone = new AbortController();
    const params = { name: "wait", arguments: { who: "two" } };
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params });
    const headers = accepting("application/json, text/event-stream");
    const options = { method: "POST", headers, body, signal: gone.signal };
    const answer = fetch(`${served.url}/mcp`, options).catch(() => undefined);
    await until(async () => (await waiting()) === "two");
    gone.abort();
    await answer;
    await until(async () => (await waiting()) === "");
  });

  it("serves resources with the server's own credentials, after the first call too", async () => {
    await overHttp(served, async (client) => {
      await call(client, "account", { who: "x", target_account_id: "111111111111" });
      const { contents } = await client.readResource({ uri: "key://server" });
      expect((contents[0] as { text: string }).text).toBe(SIGNER.get(undefined));
    });
  });

  it.each(["http", "stdio"])("500 calls over three accounts and none, over %s", async (how) => {
    const targets = [...SIGNER.keys()];
    const work = async (client: Client) => {
      const turns = Array.from({ length: 125 }, (_, turn) => turn);
      return Promise.all(
        turns.map(async (turn) => {
          const target = targets[turn % 4];
          const args = { who: `${turn}`, ...(target && { target_account_id: target }) };
          return (await call(client, "account", args)) === `${turn} ${SIGNER.get(target)}`;
        }),
      );
    };
    const env = settingsFor(aws);
    const run = () => (how === "http" ? overHttp(served, work) : overStdio(program, work, env));
    const clients = how === "http" ? [run(), run(), run(), run()] : [run()];
    expect(new Set((await Promise.all(clients)).flat())).toEqual(new Set([true]));
  });

  it("does not start over HTTP while nothing says who may name an account", async () => {
    const settings = { ...settingsFor(aws), ALLOWED_TARGET_ACCOUNTS: "" };
    await expect(serve(program, settings)).rejects.toThrow(
      /entrypoint: not started: .*ALLOWED_TARGET_ACCOUNTS.*TARGET_ACCOUNTS_CLAIM/,
    );
  });
});

describe("SDK 2", () => {
  let program: Program;
  let served: Served;
  beforeAll(async () => {
    program = await nodeServer("2", "ES modules");
    served = await serve(program, settingsFor(aws));
  });
  afterAll(() => served?.stop());

  type Transport = Parameters<ModernClient["connect"]>[0];
  const revisions = ["2025-11-25", "2026-07-28"] as const;

  it.each(revisions.flatMap((each) => [[each, "http"] as const, [each, "stdio"] as const]))(
    "serves revision %s over %s",
    async (revision, how) => {
      const mode = revision === "2026-07-28" ? { pin: revision } : "legacy";
      const options = { versionNegotiation: { mode } } as ConstructorParameters<
        typeof ModernClient
      >[1];
      const client = new ModernClient({ name: "c", version: "1" }, options);
      const env = {
        ...(process.env as Record<string, string>),
        ...settingsFor(aws),
        MCP_TRANSPORT: "stdio",
      };
      const transport =
        how === "http"
          ? new StreamableHTTPClientTransport(new URL(`${served.url}/mcp`))
          : new StdioClientTransport({ ...program, env, stderr: "inherit" });
      await client.connect(transport as Transport);
      onTestFinished(() => client.close());
      expect(client.getNegotiatedProtocolVersion?.()).toBe(revision);
      const { tools } = await client.listTools();
      const found = tools.find(({ name }) => name === "find");
      expect(found?.inputSchema.properties?.["limit"]).toEqual({ type: "number" });
      const answers = [...SIGNER].map(async ([target, key]) => {
        const args = { who: "x", ...(target && { target_account_id: target }) };
        const { content } = await client.callTool({ name: "account", arguments: args });
        return (content as { text: string }[])[0]?.text === `x ${key}`;
      });
      expect(await Promise.all(answers)).toEqual([true, true, true, true]);
    },
  );
});

describe("tokens", () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  let issuer = "";
  let served: Served;

  beforeAll(async () => {
    const keys = [{ ...publicKey.export({ format: "jwk" }), kid: "k", alg: "RS256", use: "sig" }];
    const server = createServer((request, response) => {
      const isDiscovery = request.url?.includes("openid-configuration");
      const answer = isDiscovery ? { issuer, jwks_uri: `${issuer}/keys` } : { keys };
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    served = await serve(await nodeServer("1.32", "ES modules"), {
      ...settingsFor(aws),
      TARGET_ACCOUNTS_CLAIM: "accounts",
      MCP_TOKEN_ISSUER: issuer,
      MCP_TOKEN_AUDIENCE: "mcp",
    });
    return () => {
      server.closeAllConnections();
      server.close();
      return served.stop();
    };
  });

  const claims = () => ({ iss: issuer, aud: "mcp", sub: "someone", exp: Date.now() / 1000 + 60 });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = (
    more: object,
    key: KeyObject = privateKey,
    header = { alg: "RS256", kid: "k" },
  ) => {
    const signed = `${part(header)}.${part({ ...claims(), ...more })}`;
    return `Bearer ${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
  };
  const named = (target: string) => ({
    method: "tools/call",
    params: {
      name: "account",
      arguments: { who: "x", ...(target && { target_account_id: target }) },
    },
  });
  const ask = (authorization: string, target = "111111111111") =>
    post(served, named(target), authorization === "" ? {} : { authorization });

  it.each([
    ["none", () => ""],
    ["one that is none", () => "Bearer x.y.z"],
    ["another's signature", () => token({ accounts: ["111111111111"] }, other)],
    ["another issuer", () => token({ iss: "https://evil.example" })],
    ["another audience", () => token({ aud: "other" })],
    ["one that has expired", () => token({ exp: 1 })],
    ["one without an end", () => token({ exp: undefined })],
    ["no signature", () => `Bearer ${part({ alg: "none" })}.${part(claims())}.`],
  ])("are verified: %s", async (_what, authorization) => {
    expect((await ask(authorization())).status).toBe(401);
  });

  it("decide which accounts their bearer may name, and name him in the audit line", async () => {
    const good = token({ accounts: ["111111111111"] });
    expect((await ask(good)).text).toContain("x AKIA111111111111");
    expect((await ask(good, "333333333333")).text).toContain("account_access_denied");
    expect((await ask(token({}))).text).toContain("account_access_denied");
    expect((await ask(good, "")).text).toContain("account_access_denied");
    await until(async () => served.output().includes('"caller":"someone"'));
    expect(served.output()).not.toContain(good.slice(10, 40));
  });

  it("are not asked of a platform's ping", async () => {
    expect((await jsonPost(`${served.url}/mcp`, ping)).status).toBe(200);
  });
});

it("closes a connection whose headers or body don't come in time", async () => {
  const { listen } = await import(
    "../../../templates/typescript/credential-services/gateway/http.js"
  );
  const { freePort } = await import("../../support/ports.js");
  const port = await freePort();
  const settings = { http: true, host: "127.0.0.1", port, flattenSchemas: true };
  const limits = { headersTimeoutMs: 50, requestTimeoutMs: 100 };
  await listen({ ...settings, ...limits }, async () => undefined);
  const head = `POST /mcp HTTP/1.1\r\nhost: localhost\r\n`;
  for (const sent of [
    head,
    `${head}content-type: application/json\r\ncontent-length: 9\r\n\r\n{`,
  ]) {
    const socket = connect(port, "127.0.0.1");
    socket.write(sent);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(String(answer)).toContain("408");
    await once(socket, "close");
  }
});
