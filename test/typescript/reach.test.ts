/** Which handlers of resources and prompts may end in a request to AWS. */

import { expect, test } from "vitest";
import { scanOf } from "../support/scan.js";

const head = `import { S3Client, ListBucketsCommand } from "@aws-sdk/client-s3";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { strange } from "unknown-package";
const s3 = new S3Client({});
const server = new McpServer({ name: "archive", version: "1.0.0" });
server.tool("list", {}, async () => ({ content: [], list: await s3.send(new ListBucketsCommand({})) }));
`;

test.each([
  ["() => ({ contents: [] })", false],
  ["async () => ({ contents: [] })", false],
  ["() => read()", true],
  ["() => new Reader()", true],
  ["() => read`all`", true],
  ["async () => await reading", true],
  ["async () => { for await (const each of all) return each; }", true],
  ["async () => { for (const each of all) return each; }", false],
  ["strange", true],
])("a resource that is read by %s may: %s", async (handler, expected) => {
  const register = `server.resource("index", "archive://index", ${handler});\n`;
  const { findings } = await scanOf({
    "package.json": JSON.stringify({ dependencies: { "@modelcontextprotocol/sdk": "^1.20.0" } }),
    "server.ts": head + register,
  });
  expect(findings.some(({ rule }) => rule === "other-handler")).toBe(expected);
});
