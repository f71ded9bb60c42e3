import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

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

async function main(): Promise<void> {
  await server.connect(new StdioServerTransport());
}

main();
