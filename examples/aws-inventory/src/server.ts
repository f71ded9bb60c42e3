import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { registerBucketTools } from "./tools/buckets.js";
import { InstanceTools } from "./tools/instances.js";
import { tableTools } from "./tools/tables.js";

/** The server with all of its tools, not connected yet. */
export function createServer(): McpServer {
  const server = new McpServer({ name: "aws-inventory", version: "1.0.0" });
  registerBucketTools(server);
  new InstanceTools().register(server);
  for (const tool of tableTools) {
    server.registerTool(tool.name, tool.config, tool.handler);
  }
  return server;
}
