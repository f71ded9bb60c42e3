import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { McpServer, type InMemoryTransport as ServerMemory } from "@modelcontextprotocol/server";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  currentAccount,
  withAccountConfig,
  withAccountContext,
  withAccountContextOnly,
} from "../../../templates/typescript/credential-services/index.js";
import { useAccounts } from "./support/accounts.js";

const ONE = "111111111111";

useAccounts();

const answer = (...seen: unknown[]) => ({
  content: [
    { type: "text" as const, text: JSON.stringify([...seen, currentAccount()?.accountId ?? null]) },
  ],
});

describe("MCP SDK 2", () => {
  it("lists the parameter, and runs tools in the account", async () => {
    const server = new McpServer({ name: "s", version: "1.0.0" });
    server.registerTool(
      "with_schema",
      withAccountConfig({ inputSchema: z.object({ a: z.string() }) }),
      withAccountContext(async (args, ctx) => answer(args, typeof ctx.mcpReq.id)),
    );
    server.registerTool(
      "without",
      withAccountConfig({ description: "d" }),
      withAccountContextOnly(async (ctx) => answer(typeof ctx.mcpReq.id)),
    );
    const [near, far] = InMemoryTransport.createLinkedPair();
    const client = new Client({ name: "c", version: "1.0.0" });
    await Promise.all([server.connect(far as unknown as ServerMemory), client.connect(near)]);
    const { tools } = await client.listTools();
    expect(tools.map(({ inputSchema }) => Object.keys(inputSchema.properties ?? {}))).toEqual([
      ["a", "target_account_id"],
      ["target_account_id"],
    ]);
    const call = async (name: string, args: Record<string, unknown>) => {
      const { content, isError } = await client.callTool({ name, arguments: args });
      const [first] = content as { text: string }[];
      const seen: unknown = JSON.parse(first?.text ?? "");
      return isError === true ? (seen as { error_type: string }).error_type : seen;
    };
    const id = "number";
    expect(await call("with_schema", { a: "x" })).toEqual([{ a: "x" }, id, null]);
    expect(await call("with_schema", { a: "x", target_account_id: ONE })).toEqual([
      { a: "x" },
      id,
      ONE,
    ]);
    expect(await call("with_schema", { a: "x", target_account_id: "9" })).toBe("account_not_found");
    expect(await call("without", { target_account_id: ONE })).toEqual([id, ONE]);
    await client.close();
  });
});
