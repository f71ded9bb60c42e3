// An MCP server as it is after a retrofit, over stdio or stateless HTTP, with the SDK that SDK names.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  accountCredentials,
  withAccountContext,
  withTargetAccountId,
} from "../../../../templates/typescript/credential-services/index.js";

// The versions of the SDK share no types.
type Any = any;

const sdk = process.env["SDK"] ?? "@modelcontextprotocol/sdk";
const { z }: Any = await import(process.env["ZOD"] ?? "zod");
const { McpServer }: Any = await import(`${sdk}/server/mcp.js`);

const s3 = new S3Client({ forcePathStyle: true, credentials: accountCredentials() });

function newServer() {
  const server = new McpServer({ name: "test", version: "1.0.0" });
  server.tool(
    "get",
    "Get an object.",
    withTargetAccountId({ bucket: z.string() }),
    withAccountContext(async ({ bucket }: Any) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: "k" }));
      await Body?.transformToString();
      return { content: [{ type: "text", text: bucket }] };
    }),
  );
  server.tool(
    "set",
    "Say that it has begun, and take until it is cancelled.",
    withTargetAccountId({ bucket: z.string() }),
    withAccountContext(async (_args: Any, { signal, sendNotification, _meta }: Any) => {
      const cancelled = once(signal, "abort");
      const params = { progressToken: _meta.progressToken, progress: 0 };
      await sendNotification({ method: "notifications/progress", params });
      await cancelled;
      throw new Error("cancelled");
    }),
  );
  return server;
}

if (process.argv[2] === "stdio") {
  const { StdioServerTransport }: Any = await import(`${sdk}/server/stdio.js`);
  await newServer().connect(new StdioServerTransport());
} else {
  const { StreamableHTTPServerTransport }: Any = await import(`${sdk}/server/streamableHttp.js`);
  const http = createServer(async (request, response) => {
    const accounts = request.headers["x-test-accounts"];
    const authInfo = { token: "t", clientId: "c", scopes: [], extra: { accounts } };
    if (accounts !== undefined) Object.assign(request, { auth: authInfo });
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    const server = newServer();
    response.on("close", () => server.close());
    await server.connect(transport);
    await transport.handleRequest(request, response);
  });
  http.listen(0, "127.0.0.1", () => console.log((http.address() as AddressInfo).port));
}
