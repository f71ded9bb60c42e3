import { McpServer } from "@modelcontextprotocol/server";
import { StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";
import {
  accountCredentials,
  withAccountContext,
} from "../../../../templates/typescript/credential-services/index.js";

const credentials = accountCredentials();

const server = new McpServer({ name: "node", version: "2" });

server.registerTool(
  "find",
  {
    description: "Find.",
    inputSchema: z.object({ text: z.string(), limit: z.number().nullable().optional() }),
  },
  async ({ text, limit }) => {
    await new Promise((resolve) => setTimeout(resolve, text.length));
    return { content: [{ type: "text" as const, text: `${text} ${limit}` }] };
  },
);

const started: string[] = [];
server.registerTool(
  "wait",
  { description: "Wait until the client gives up.", inputSchema: z.object({ who: z.string() }) },
  ({ who }, { mcpReq: { signal } }) => {
    started.push(who);
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        started.splice(started.indexOf(who), 1);
        resolve({ content: [] });
      });
    });
  },
);

server.registerTool(
  "waiting",
  { description: "Who waits.", inputSchema: z.object({}) },
  async () => ({ content: [{ type: "text" as const, text: started.join() }] }),
);

server.registerTool(
  "account",
  {
    description: "Which account this is.",
    inputSchema: z.object({ who: z.string(), target_account_id: z.string().optional() }),
  },
  withAccountContext(async ({ who }: { who: string; target_account_id?: string | undefined }) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
    const { accessKeyId } = await credentials();
    return { content: [{ type: "text" as const, text: `${who} ${accessKeyId}` }] };
  }),
);

server.registerResource("key", "key://server", {}, async (uri) => {
  const { accessKeyId } = await credentials();
  return { contents: [{ uri: uri.href, text: accessKeyId }] };
});

async function main(): Promise<void> {
  await server.connect(new StdioServerTransport());
}

main();
