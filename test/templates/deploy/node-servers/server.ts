import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import {
  accountCredentials,
  withAccountContext,
} from "../../../../templates/typescript/credential-services/index.js";

const credentials = accountCredentials();

const server = new McpServer({ name: "node", version: "1" });

server.tool(
  "find",
  "Find.",
  { text: z.string(), limit: z.number().nullable().optional() },
  async ({ text, limit }) => {
    // The longest text is answered last, so that answers overtake each other.
    await new Promise((resolve) => setTimeout(resolve, text.length));
    return { content: [{ type: "text" as const, text: `${text} ${limit}` }] };
  },
);

server.tool("ask", "Ask the client, which stateless HTTP cannot.", {}, async () => {
  const message = { role: "user" as const, content: { type: "text" as const, text: "?" } };
  const asked = server.server.createMessage({ messages: [message], maxTokens: 1 });
  const text = await asked.then(
    () => "answered",
    (error: unknown) => String(error),
  );
  return { content: [{ type: "text" as const, text }] };
});

const started: string[] = [];
server.tool(
  "wait",
  "Wait until the client gives up.",
  { who: z.string() },
  ({ who }, { signal }) => {
    started.push(who);
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        started.splice(started.indexOf(who), 1);
        resolve({ content: [] });
      });
    });
  },
);

server.tool("waiting", "Who waits.", {}, async () => {
  return { content: [{ type: "text" as const, text: started.join() }] };
});

const whose = { who: z.string(), target_account_id: z.string().optional() };
server.tool(
  "account",
  "Which account this is.",
  whose,
  withAccountContext(async ({ who }: { who: string; target_account_id?: string | undefined }) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
    const { accessKeyId } = await credentials();
    return { content: [{ type: "text" as const, text: `${who} ${accessKeyId}` }] };
  }),
);

server.resource("key", "key://server", async (uri) => {
  const { accessKeyId } = await credentials();
  return { contents: [{ uri: uri.href, text: accessKeyId }] };
});

async function main(): Promise<void> {
  await server.connect(new StdioServerTransport());
}

main();
