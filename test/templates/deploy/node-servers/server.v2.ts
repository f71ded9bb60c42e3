import { McpServer } from "@modelcontextprotocol/server";
import { StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";

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

async function main(): Promise<void> {
  await server.connect(new StdioServerTransport());
}

main();
