import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { BASE_KEY, SIGNER, settingsFor } from "./support/accounts.js";
import { type FakeAws, isOwnerCheck, startAws } from "./support/aws.js";

const CALLS = 500;
const TARGETS = [...SIGNER.keys()];
const script = fileURLToPath(new URL("./support/server.ts", import.meta.url));

let aws: FakeAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.requests.length = 0;
});

const environment = (more: Record<string, string>) => ({
  PATH: process.env["PATH"] ?? "",
  ...settingsFor(aws),
  ...more,
});

function wrong() {
  return aws.requests.filter((request) => {
    const { path, signer } = request;
    if (isOwnerCheck(request)) return false;
    const target = /^\/for-(\d+|base)/.exec(path)?.[1];
    const expected = target === undefined || target === "base" ? BASE_KEY : SIGNER.get(target);
    return signer?.keyId !== expected;
  });
}

async function overStdio(env: Record<string, string>): Promise<Client> {
  const client = new Client({ name: "test", version: "1.0.0" });
  const args = ["--import", "tsx", script, "stdio"];
  const transport = { command: process.execPath, args, env: environment(env) };
  await client.connect(new StdioClientTransport({ ...transport, stderr: "ignore" }));
  onTestFinished(() => client.close());
  return client;
}

async function httpServer(env: Record<string, string>): Promise<URL> {
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", script, "http"], {
    env: environment(env),
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill());
  if (child.stdout === null) throw new Error("no output");
  const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return new URL(`http://127.0.0.1:${port}/mcp`);
}

async function overHttp(url: URL, headers: Record<string, string> = {}): Promise<Client> {
  const client = new Client({ name: "test", version: "1.0.0" });
  const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } });
  await client.connect(transport as Parameters<Client["connect"]>[0]);
  onTestFinished(() => client.close());
  return client;
}

async function get(client: Client, target: string | undefined, bucket = `for-${target ?? "base"}`) {
  const args = { bucket, ...(target === undefined ? {} : { target_account_id: target }) };
  const { content, isError } = await client.callTool({ name: "get", arguments: args });
  const text = (content as { text: string }[])[0]?.text ?? "";
  return isError === true ? (JSON.parse(text) as { error_type: string }).error_type : text;
}

async function callAtOnce(clients: Client[]) {
  const turns = Array.from({ length: CALLS }, (_, turn) => turn);
  const results = await Promise.all(
    turns.map((turn) => get(clients[turn % clients.length] as Client, TARGETS[turn % 4])),
  );
  expect(results).toEqual(turns.map((turn) => `for-${TARGETS[turn % 4] ?? "base"}`));
  const gets = aws.requests.filter(({ path }) => path.startsWith("/for-"));
  expect(gets).toHaveLength(CALLS);
  expect(wrong()).toEqual([]);
}

describe.each([
  ["1.10", { SDK: "mcp-1-10", ZOD: "zod-3" }],
  ["the newest", {}],
])("500 calls at once, with MCP SDK %s", (_version, env) => {
  it("over stdio", async () => callAtOnce([await overStdio(env)]));

  it("over stateless HTTP", async () => {
    const url = await httpServer(env);
    await callAtOnce(await Promise.all([overHttp(url), overHttp(url), overHttp(url)]));
  });
});

describe.each([
  ["1.17", { SDK: "mcp-1-17", ZOD: "zod-3" }],
  ["the newest", {}],
])("who may, with MCP SDK %s", (_version, env) => {
  it("is read from each call's own token over HTTP", async () => {
    const url = await httpServer({ ...env, TARGET_ACCOUNTS_CLAIM: "accounts" });
    const one = await overHttp(url, { "x-test-accounts": "111111111111" });
    const three = await overHttp(url, { "x-test-accounts": "333333333333,022222222222" });
    const none = await overHttp(url);
    expect(await get(one, "111111111111")).toBe("for-111111111111");
    expect(await get(three, "111111111111")).toBe("account_access_denied");
    expect(await get(three, "333333333333")).toBe("for-333333333333");
    expect(await get(none, "111111111111")).toBe("account_access_denied");
    expect(await get(none, undefined)).toBe("account_access_denied");
  });
});

it("is no with MCP SDK 1.10, which doesn't pass tokens on over HTTP", async () => {
  const env = { SDK: "mcp-1-10", ZOD: "zod-3", TARGET_ACCOUNTS_CLAIM: "accounts" };
  const client = await overHttp(await httpServer(env), { "x-test-accounts": "111111111111" });
  expect(await get(client, "111111111111")).toBe("account_access_denied");
});

describe("a call that ends early", () => {
  it("cancelled by its client, it leaves nothing behind", async () => {
    const client = await overStdio({});
    const cancel = new AbortController();
    const args = { bucket: "x", target_account_id: "111111111111" };
    const call = client.callTool({ name: "set", arguments: args }, undefined, {
      signal: cancel.signal,
      onprogress: () => cancel.abort(),
    });
    await expect(call).rejects.toThrow();
    expect(await get(client, undefined)).toBe("for-base");
    expect(wrong()).toEqual([]);
  });

  it("by a client that disconnects, the server goes on for the others", async () => {
    const url = await httpServer({});
    const leaving = await overHttp(url);
    const args = { bucket: "x", target_account_id: "022222222222" };
    const leave = () => void leaving.close();
    const call = leaving
      .callTool({ name: "set", arguments: args }, undefined, { onprogress: leave })
      .catch(() => "gone");
    expect(await call).toBe("gone");
    expect(await get(await overHttp(url), undefined)).toBe("for-base");
    expect(wrong()).toEqual([]);
  });
});
