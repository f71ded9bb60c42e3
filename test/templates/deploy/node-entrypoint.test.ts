import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modules, nodeServer, sdks } from "./support/node-server.js";
import { overHttp, overStdio, type Program, post, type Served, serve } from "./support/served.js";

const names = Object.keys(sdks) as (keyof typeof sdks)[];
const kinds = Object.keys(modules) as (keyof typeof modules)[];
const servers = names.flatMap((sdk) => kinds.map((kind) => [sdk, kind] as const));

async function limitOfFind(client: Client): Promise<unknown> {
  const { tools } = await client.listTools();
  return tools.find(({ name }) => name === "find")?.inputSchema.properties?.["limit"];
}

async function call(client: Client, name: string, args: Record<string, unknown> = {}) {
  const { content } = await client.callTool({ name, arguments: args });
  return (content as { text: string }[])[0]?.text;
}

describe.each(servers)("SDK %s, %s", (sdk, kind) => {
  let program: Program;
  let served: Served;

  beforeAll(async () => {
    program = await nodeServer(sdk, kind);
    served = await serve(program);
  });
  afterAll(async () => {
    expect(await served?.stop()).toBe(0);
  });

  it("flattens tools/list over stdio and HTTP alike, unless told not to", async () => {
    expect(await overStdio(program, limitOfFind)).toEqual({ type: "number" });
    expect(await overHttp(served, limitOfFind)).toEqual({ type: "number" });
    const own = await overStdio(program, limitOfFind, { MCP_FLATTEN_SCHEMAS: "false" });
    expect(JSON.stringify(own)).toContain("null");
  });

  it("reads .env at the server's root, and what the environment sets comes first", async () => {
    const path = join(program.cwd, ".env");
    writeFileSync(path, "# how to serve\nFASTMCP_FLATTEN_SCHEMAS=false\nMCP_TRANSPORT=none\n");
    const elsewhere = { ...program, args: [join(program.cwd, program.args[0] ?? "")], cwd: "/" };
    expect(JSON.stringify(await overStdio(elsewhere, limitOfFind))).toContain("null");
    const set = { FASTMCP_FLATTEN_SCHEMAS: "true" };
    expect(await overStdio(program, limitOfFind, set)).toEqual({ type: "number" });
    expect(await overStdio(program, limitOfFind, { FASTMCP_ENV_FILE: "" })).toEqual({
      type: "number",
    });
    rmSync(path);
  });

  it("takes null and absence as before", async () => {
    await overHttp(served, async (client) => {
      expect(await call(client, "find", { text: "a", limit: null })).toBe("a null");
      expect(await call(client, "find", { text: "a" })).toBe("a undefined");
    });
  });

  it("gives each of many clients its own answers, though all count from one", async () => {
    const clients = Array.from({ length: 10 }, (_, client) => client);
    const answers = clients.map((who) =>
      overHttp(served, (client) =>
        Promise.all(
          [40, 20, 0].map(async (length) => {
            const text = `${who}${"x".repeat(length)}`;
            return (await call(client, "find", { text })) === `${text} undefined`;
          }),
        ),
      ),
    );
    expect((await Promise.all(answers)).flat()).toEqual(Array(30).fill(true));
  });

  it.skipIf(sdk === "2")("refuses at once what a stateless server cannot ask", async () => {
    expect(await overHttp(served, (client) => call(client, "ask"))).toMatch(/[Cc]lient/);
  });

  it("is stateless: it answers a call without initialize, with the platform's session id", async () => {
    const message = { method: "tools/call", params: { name: "find", arguments: { text: "b" } } };
    const answer = await post(served, message, { "mcp-session-id": "of-the-platform" });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("b undefined");
  });

  it("answers GET /health, and refuses GET /mcp", async () => {
    expect(await (await fetch(`${served.url}/health`)).json()).toEqual({ status: "ok" });
    const mcp = await fetch(`${served.url}/mcp`);
    expect([mcp.status, mcp.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

describe("a setting that cannot be understood", () => {
  let program: Program;
  beforeAll(async () => {
    program = await nodeServer("1.32", "ES modules");
  });

  it.each([
    ["MCP_PORT", "eighty"],
    ["FASTMCP_TRANSPORT", "carrier-pigeon"],
    ["FASTMCP_FLATTEN_SCHEMAS", "perhaps"],
  ])("%s=%s is named, and nothing is started", async (name, value) => {
    await expect(serve(program, { [name]: value })).rejects.toThrow(`${name} is "${value}"`);
  });
});
