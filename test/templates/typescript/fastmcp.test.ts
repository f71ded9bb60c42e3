import { type AddressInfo, createServer } from "node:net";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { FastMCP } from "fastmcp";
import { expect, it } from "vitest";
import { z } from "zod";
import {
  currentAccount,
  targetAccountId,
  withAccountContext,
  withAccountTool,
} from "../../../templates/typescript/credential-services/index.js";
import { ACCOUNTS, useSettings } from "./support/accounts.js";

const ONE = "111111111111";

useSettings(() => ({ TARGET_ACCOUNTS: JSON.stringify(ACCOUNTS) }));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it("FastMCP for TypeScript lists the parameter, and runs tools in the account", async () => {
  const server = new FastMCP({ name: "test", version: "1.0.0" });
  const seen = (args: object) => JSON.stringify([args, currentAccount()?.accountId ?? null]);
  server.addTool({
    name: "wrapped",
    parameters: z.object({ a: z.string(), target_account_id: targetAccountId }),
    execute: withAccountContext(async (args, { log }) => {
      log.info("called");
      return seen(args);
    }),
  });
  server.addTool(
    withAccountTool({
      name: "whole",
      parameters: z.object({ a: z.string() }),
      execute: async (args: { a: string }) => seen(args),
    }),
  );
  server.addTool(withAccountTool({ name: "bare", execute: async () => seen({}) }));
  const port = await freePort();
  await server.start({
    transportType: "httpStream",
    httpStream: { port, host: "127.0.0.1", stateless: true },
  });
  const client = new Client({ name: "test", version: "1.0.0" });
  const transport = new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`));
  await client.connect(transport as Parameters<Client["connect"]>[0]);
  const { tools } = await client.listTools();
  for (const { inputSchema } of tools) {
    expect(inputSchema.properties?.["target_account_id"]).toEqual({
      type: "string",
      description: "Target AWS account ID. If not provided, use default credentials.",
    });
  }
  const call = async (name: string, args: Record<string, unknown>) => {
    const { content, isError } = await client.callTool({ name, arguments: args });
    const value = JSON.parse((content as { text: string }[])[0]?.text ?? "");
    return isError === true ? value.error_type : value;
  };
  for (const name of ["wrapped", "whole"]) {
    expect(await call(name, { a: "x" })).toEqual([{ a: "x" }, null]);
    expect(await call(name, { a: "x", target_account_id: ONE })).toEqual([{ a: "x" }, ONE]);
    expect(await call(name, { a: "x", target_account_id: "9" })).toBe("account_not_found");
  }
  expect(await call("bare", { target_account_id: ONE })).toEqual([{}, ONE]);
  await client.close();
  await server.stop();
});
