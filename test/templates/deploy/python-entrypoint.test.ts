import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installed, pythonServer } from "./support/python-server.js";
import { overHttp, overStdio, type Program, post, type Served, serve } from "./support/served.js";

const servers: [Installed, string][] = [
  ["mcp 1.23", "mcp_1:main"],
  ["mcp 1.23", "low_1:main"],
  ["mcp 1.30, fastmcp 3", "mcp_1:main"],
  ["mcp 1.30, fastmcp 3", "low_1:main"],
  ["mcp 1.30, fastmcp 3", "awkward:main"],
  ["mcp 1.30, fastmcp 3", "fast:main"],
  ["mcp 2", "mcp_2:main"],
  ["mcp 2", "low_2:main"],
  ["fastmcp 4", "fast:main"],
];

async function schemaOfFind(client: Client): Promise<string> {
  const { tools } = await client.listTools();
  return JSON.stringify(tools.find(({ name }) => name === "find")?.inputSchema);
}

async function find(client: Client, args: Record<string, unknown>): Promise<unknown> {
  const { content } = await client.callTool({ name: "find", arguments: args });
  return (content as { text: string }[])[0]?.text;
}

const FLAT = {
  text: { type: "string" },
  limit: { type: "integer" },
  tag: {
    type: "object",
    properties: { key: { type: "string" }, inner: { type: "array", items: { type: "object" } } },
    required: ["key"],
  },
};

describe.each(servers)("%s, %s", (installed, main) => {
  let program: Program;
  let served: Served;

  beforeAll(async () => {
    program = await pythonServer(installed, main);
    served = await serve(program);
  });
  afterAll(async () => {
    await served?.stop();
  });

  it("flattens tools/list over stdio and HTTP alike, unless told not to", async () => {
    const flat = await overStdio(program, schemaOfFind);
    expect(JSON.parse(flat)).toMatchObject({ properties: FLAT, required: ["text"] });
    expect(flat).not.toMatch(/anyOf|\$ref|\$defs|null/);
    expect(await overHttp(served, schemaOfFind)).toBe(flat);
    const own = await overStdio(program, schemaOfFind, { MCP_FLATTEN_SCHEMAS: "false" });
    expect(own).toMatch(/anyOf/);
  });

  it("reads .env beside it, and what the environment sets comes first", async () => {
    const path = join(program.cwd, ".env");
    writeFileSync(path, "# how to serve\nFASTMCP_FLATTEN_SCHEMAS=false\nMCP_TRANSPORT=none\n");
    const elsewhere = { ...program, args: [join(program.cwd, "entrypoint.py")], cwd: "/" };
    expect(await overStdio(elsewhere, schemaOfFind)).toMatch(/anyOf/);
    const set = { FASTMCP_FLATTEN_SCHEMAS: "true" };
    expect(await overStdio(program, schemaOfFind, set)).not.toMatch(/anyOf/);
    expect(await overStdio(program, schemaOfFind, { FASTMCP_ENV_FILE: "" })).not.toMatch(/anyOf/);
    rmSync(path);
  });

  it("takes null and absence as before", async () => {
    const given = { text: "a", limit: 3, tag: { key: "k" } };
    expect(await overHttp(served, (client) => find(client, given))).toBe("a 3 k");
    const nulls = { text: "a", limit: null, tag: null };
    expect(await overHttp(served, (client) => find(client, nulls))).toBe("a None None");
  });

  it("is stateless: it answers a call without initialize, with the platform's session id", async () => {
    const call = { method: "tools/call", params: { name: "find", arguments: { text: "b" } } };
    const answer = await post(served, call, { "mcp-session-id": "of-the-platform" });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("b None None");
  });

  it("answers GET /health, the server's own where it has one", async () => {
    const health = await fetch(`${served.url}/health`);
    expect(health.status).toBe(200);
    expect(await health.text()).toBe(main === "awkward:main" ? "well" : '{"status":"ok"}');
  });
});
