/** One call that registers tools with and without a schema, typed and run on each SDK that has `registerTool`. */

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer, type ToolCallback } from "@modelcontextprotocol/sdk/server/mcp.js";
import { McpServer as McpServer117 } from "mcp-1-17/server/mcp.js";
import { McpServer as McpServer125 } from "mcp-1-25/server/mcp.js";
import { expect, it } from "vitest";
import { type ZodRawShape, z } from "zod";
import { z as z3 } from "zod-3";
import {
  accountCredentials,
  currentAccount,
  withAccountConfig,
  withAccountContext,
  withAccountRegistration,
  withAccountUpdate,
} from "../../../templates/typescript/credential-services/index.js";
import { useAccounts } from "./support/accounts.js";

const ONE = "111111111111";
const OWN = { accessKeyId: "AKIAOWN", secretAccessKey: "own" };

useAccounts();

interface Config<Input> {
  description: string;
  inputSchema?: Input;
}

/** A generic helper, as servers write it for the newest SDK. */
function register<Input extends ZodRawShape | undefined = undefined>(
  server: McpServer,
  name: string,
  config: Config<Input>,
  handler: ToolCallback<Input>,
) {
  server.registerTool<ZodRawShape, Input>(...withAccountRegistration(name, config, handler));
}

/** Handlers and configurations that are typed loosely, as in registries of tools. */
interface Loose {
  handler: (args: any) => Promise<{ content: { type: "text"; text: string }[] }>;
  config: Record<string, unknown>;
}

function registerLoose(server: McpServer | McpServer125 | McpServer117, name: string, tool: Loose) {
  if (server instanceof McpServer) {
    server.registerTool(...withAccountRegistration(name, tool.config, tool.handler));
    server.registerTool(
      `${name}_too`,
      withAccountConfig(tool.config),
      withAccountContext(tool.handler),
    );
  } else if (server instanceof McpServer125) {
    server.registerTool(...withAccountRegistration(name, tool.config, tool.handler));
    server.registerTool(
      `${name}_too`,
      withAccountConfig(tool.config),
      withAccountContext(tool.handler),
    );
  } else {
    server.registerTool(...withAccountRegistration(name, tool.config, tool.handler));
    server.registerTool(
      `${name}_too`,
      withAccountConfig(tool.config),
      withAccountContext(tool.handler),
    );
  }
}

const said = (...seen: unknown[]) => ({
  content: [
    { type: "text" as const, text: JSON.stringify([...seen, currentAccount()?.accountId ?? null]) },
  ],
});

async function answers(server: unknown): Promise<Record<string, unknown>> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: "test", version: "1.0.0" });
  await Promise.all([(server as McpServer).connect(far), client.connect(near)]);
  const { tools } = await client.listTools();
  const found: Record<string, unknown> = {};
  for (const { name, inputSchema } of tools) {
    expect(inputSchema.properties).toHaveProperty(
      "target_account_id",
      expect.objectContaining({ type: "string" }),
    );
    const result = await client.callTool({
      name,
      arguments: { port: "Kiel", target_account_id: ONE },
    });
    found[name] = JSON.parse((result.content as { text: string }[])[0]?.text ?? "");
  }
  await client.close();
  return found;
}

it("gives each handler what it is written for", async () => {
  const server = new McpServer({ name: "tides", version: "1.0.0" });
  register(server, "list_ports", { description: "Ports." }, async (extra) =>
    said(extra.signal instanceof AbortSignal),
  );
  const inputSchema = { port: z.string() };
  register(server, "list_tides", { description: "Tides.", inputSchema }, async ({ port }, extra) =>
    said(port, extra.signal instanceof AbortSignal),
  );
  expect(await answers(server)).toEqual({
    list_ports: [true, ONE],
    list_tides: ["Kiel", true, ONE],
  });
});

it.each([
  ["the newest", () => new McpServer({ name: "s", version: "1" }), z],
  ["1.25", () => new McpServer125({ name: "s", version: "1" }), z3],
  ["1.17", () => new McpServer117({ name: "s", version: "1" }), z3],
])("takes loosely typed tools on SDK %s", async (_name, made, own) => {
  const server = made();
  const config = { description: "d", inputSchema: { port: own.string() } };
  registerLoose(server, "t", { config, handler: async (args) => said(args) });
  const seen = [{ port: "Kiel" }, ONE];
  expect(await answers(server)).toEqual({ t: seen, t_too: seen });
});

it("keeps a tool in its account when what it is made of is replaced", async () => {
  const server = new McpServer({ name: "s", version: "1.0.0" });
  const sign = async () => {
    const content = await accountCredentials(OWN)().then(
      ({ accessKeyId }) => accessKeyId,
      (error: Error) => error.name,
    );
    const account = currentAccount()?.accountId;
    return { content: [{ type: "text" as const, text: `${account} ${content}` }] };
  };
  const tool = server.registerTool(
    "sign",
    withAccountConfig({ inputSchema: { a: z.string() } }),
    withAccountContext(sign),
  );
  const client = new Client({ name: "c", version: "1.0.0" });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  const call = async () => {
    const args = { a: "x", b: "x", target_account_id: ONE };
    const { content } = await client.callTool({ name: "sign", arguments: args });
    return (content as { text: string }[])[0]?.text;
  };
  tool.update(withAccountUpdate({ paramsSchema: { b: z.string() }, callback: sign }));
  const [listed] = (await client.listTools()).tools;
  expect(Object.keys(listed?.inputSchema.properties ?? {})).toEqual(["b", "target_account_id"]);
  expect(await call()).toMatch(new RegExp(`^${ONE} `));
  tool.update(withAccountUpdate({ description: "only this" }));
  expect(await call()).toMatch(new RegExp(`^${ONE} `));
  // Replaced as it is, the handler knows no account, and signs nothing.
  tool.update({ callback: sign });
  expect(await call()).toBe("undefined LostAccountContextError");
  await client.close();
});
