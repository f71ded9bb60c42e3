import * as newClient from "@modelcontextprotocol/sdk/client/index.js";
import * as newMemory from "@modelcontextprotocol/sdk/inMemory.js";
import * as newLow from "@modelcontextprotocol/sdk/server/index.js";
import * as newServer from "@modelcontextprotocol/sdk/server/mcp.js";
import * as types from "@modelcontextprotocol/sdk/types.js";
import * as client110 from "mcp-1-10/client/index.js";
import * as memory110 from "mcp-1-10/inMemory.js";
import * as low110 from "mcp-1-10/server/index.js";
import * as server110 from "mcp-1-10/server/mcp.js";
import * as client117 from "mcp-1-17/client/index.js";
import * as memory117 from "mcp-1-17/inMemory.js";
import * as low117 from "mcp-1-17/server/index.js";
import * as server117 from "mcp-1-17/server/mcp.js";
import * as client125 from "mcp-1-25/client/index.js";
import * as memory125 from "mcp-1-25/inMemory.js";
import * as low125 from "mcp-1-25/server/index.js";
import * as server125 from "mcp-1-25/server/mcp.js";
import { describe, expect, it } from "vitest";
import { z as z4 } from "zod";
import { z as z3 } from "zod-3";
import {
  currentAccount,
  withAccountCall,
  withAccountConfig,
  withAccountContext,
  withAccountContextOnly,
  withAccountList,
  withAccountTool,
  withTargetAccountId,
} from "../../../templates/typescript/credential-services/index.js";
import { useAccounts } from "./support/accounts.js";

const ONE = "111111111111";
const PARAMETER = {
  type: "string",
  description: "Target AWS account ID. If not provided, use default credentials.",
};

useAccounts();

// The libraries and versions that are compared share no types.
type Any = any;

interface Version {
  client: Any;
  server: Any;
  low: Any;
  memory: Any;
  z: Any;
}

const versions: [string, Version][] = [
  ["1.10", { client: client110, server: server110, low: low110, memory: memory110, z: z3 }],
  ["1.17", { client: client117, server: server117, low: low117, memory: memory117, z: z3 }],
  [
    "1.25 with zod 3",
    { client: client125, server: server125, low: low125, memory: memory125, z: z3 },
  ],
  [
    "1.25 with zod 4",
    { client: client125, server: server125, low: low125, memory: memory125, z: z4 },
  ],
  ["the newest", { client: newClient, server: newServer, low: newLow, memory: newMemory, z: z4 }],
];

const answer = (...seen: unknown[]) => ({
  content: [
    { type: "text" as const, text: JSON.stringify([...seen, currentAccount()?.accountId ?? null]) },
  ],
});

async function connect({ client, memory }: Version, server: Any): Promise<Any> {
  const [near, far] = memory.InMemoryTransport.createLinkedPair();
  const connected = new client.Client({ name: "test", version: "1.0.0" });
  await Promise.all([server.connect(far), connected.connect(near)]);
  return connected;
}

async function call(client: Any, name: string, args?: object): Promise<unknown> {
  const { content, isError } = await client.callTool({ name, arguments: args });
  const seen = JSON.parse(content[0].text);
  return isError ? seen.error_type : seen;
}

describe.each(versions)("MCP SDK %s", (_name, version) => {
  const { server, low, z } = version;
  const newServerOf = () => new server.McpServer({ name: "s", version: "1.0.0" });

  it("lists the parameter and nothing else, and runs tools in the account", async () => {
    const mcp = newServerOf();
    const shape = () => withTargetAccountId({ a: z.string() });
    mcp.tool(
      "described",
      "d",
      shape(),
      withAccountContext(async (args: Any) => answer(args)),
    );
    mcp.tool(
      "bare",
      shape(),
      withAccountContext(async (args: Any, extra: Any) => answer(args, typeof extra.signal)),
    );
    mcp.tool(
      "no_schema",
      withTargetAccountId({ ...withoutTool(z) }),
      withAccountContextOnly(async (extra: Any) => answer(typeof extra.signal)),
    );
    const spread: Any = ["spread", "d", { a: z.string() }, async (args: Any) => answer(args)];
    mcp.tool(...withAccountTool(spread));
    if (mcp.registerTool !== undefined) {
      const config = { description: "d", inputSchema: { a: z.string() } };
      mcp.registerTool(
        "registered",
        withAccountConfig(config),
        withAccountContext(async (args: Any) => answer(args)),
      );
    }
    const client = await connect(version, mcp);
    const { tools } = await client.listTools();
    for (const { name, inputSchema } of tools) {
      const a = name === "no_schema" ? {} : { a: { type: "string" } };
      expect(inputSchema.properties).toEqual({ ...a, target_account_id: PARAMETER });
      expect(inputSchema.required ?? []).toEqual(Object.keys(a));
    }
    for (const { name } of tools.filter((tool: Any) => tool.name !== "no_schema")) {
      const extra = name === "bare" ? ["object"] : [];
      expect(await call(client, name, { a: "x" })).toEqual([{ a: "x" }, ...extra, null]);
      const inOne = await call(client, name, { a: "x", target_account_id: ONE });
      expect(inOne).toEqual([{ a: "x" }, ...extra, ONE]);
      expect(await call(client, name, { a: "x", target_account_id: "9" })).toBe(
        "account_not_found",
      );
    }
    expect(await call(client, "no_schema", { target_account_id: ONE })).toEqual(["object", ONE]);
    expect(await call(client, "no_schema", {})).toEqual(["object", null]);
    await client.close();
  });

  it("serves the low-level pair", async () => {
    const info = { name: "s", version: "1.0.0" };
    const mcp = new low.Server(info, { capabilities: { tools: {} } });
    const inputSchema = { type: "object", properties: { a: { type: "string" } } };
    mcp.setRequestHandler(
      types.ListToolsRequestSchema,
      withAccountList(async () => ({ tools: [{ name: "t", inputSchema }] })),
    );
    mcp.setRequestHandler(
      types.CallToolRequestSchema,
      withAccountCall(async (request: Any) => answer(request.params.arguments)),
    );
    const client = await connect(version, mcp);
    const { tools } = await client.listTools();
    expect(tools[0].inputSchema.properties).toEqual({
      a: { type: "string" },
      target_account_id: PARAMETER,
    });
    expect(await call(client, "t", { a: "x", target_account_id: ONE })).toEqual([{ a: "x" }, ONE]);
    expect(await call(client, "t", { a: "x", target_account_id: "9" })).toBe("account_not_found");
    await client.close();
  });
});

/** An empty raw shape takes the parameter of the server's zod; here each version has its own. */
function withoutTool(z: Any): object {
  const { target_account_id } = withTargetAccountId({ a: z.string() }) as Any;
  return { target_account_id };
}
