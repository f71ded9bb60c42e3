/** The call that a TypeScript server's README shows: what the tool requires, filled in. */

import { join } from "node:path";
import { expect, test } from "vitest";
import { defaults } from "../../src/config/load.js";
import { createFileStore } from "../../src/disk/files.js";
import { exampleValues } from "../../src/languages/supply/example.js";
import { scan } from "../../src/languages/typescript/scan.js";
import type { Server } from "../../src/types.js";

const root = "/nowhere/shop";

async function shown(body: string, others: Record<string, string> = {}) {
  const texts: Record<string, string> = {
    "package.json":
      '{ "name": "shop", "dependencies": { "@modelcontextprotocol/sdk": "^1.20.0" } }',
    "src/server.ts": `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
${body}`,
    ...others,
  };
  const files = Object.keys(texts)
    .map((path) => join(root, path))
    .filter((path) => path.endsWith(".ts"));
  const manifest = join(root, "package.json");
  const server: Server = { language: "typescript", root, name: "shop", manifest, files };
  const store = createFileStore().over(
    new Map(Object.entries(texts).map(([path, text]) => [join(root, path), Buffer.from(text)])),
  );
  const values = new Map(exampleValues(await scan(server, store, defaults)));
  return `${values.get("EXAMPLE_TOOL")} ${values.get("EXAMPLE_ARGUMENTS")}`;
}

const made = 'const server = new McpServer({ name: "shop", version: "1.0.0" });\n';
const tool = (shape: string) => shown(`${made}server.tool("sell", ${shape}, async () => ({}));`);

test.each([
  ["{}", "{}"],
  ["{ note: z.string().optional(), size: z.number().default(3) }", "{}"],
  ["{ bucketName: z.string().min(3).describe('Its name') }", '{ "bucketName": "my-bucket-name" }'],
  [
    "{ region: z.string(), count: z.number().int().min(5) }",
    '{ "region": "us-east-1", "count": 5 }',
  ],
  ["{ kind: z.enum(['tall', 'small']), exact: z.boolean() }", '{ "kind": "tall", "exact": true }'],
  ["{ mode: z.literal('fast'), level: z.literal(2) }", '{ "mode": "fast", "level": 2 }'],
  ["{ tags: z.array(z.string()) }", '{ "tags": ["my-tag"] }'],
  [
    "{ mail: z.string().email(), at: z.iso.datetime() }",
    '{ "mail": "someone@example.com", "at": "2026-01-01T00:00:00Z" }',
  ],
  [
    "{ filter: z.object({ key: z.string(), deep: z.any().optional() }) }",
    '{ "filter": { "key": "my-key" } }',
  ],
])("a shape: %s", async (shape, expected) => {
  expect(await tool(shape)).toBe(`sell ${expected}`);
});

test("the first tool is shown of which every required argument can be told", async () => {
  const tools = `${made}
server.tool("odd", { code: z.string().regex(/^[A-Z]{4}$/) }, async () => ({}));
server.tool("given", { which: z.custom() }, async () => ({}));
server.registerTool("plain", { inputSchema: z.object({ crate: z.string() }) }, async () => ({}));
server.registerTool("bare", { description: "None." }, async () => ({}));`;
  expect(await shown(tools)).toBe('plain { "crate": "my-crate" }');
  expect(await shown(tools.replace("crate: z.string()", "crate: z.custom()"))).toBe("bare {}");
});

test("where none can be told, the first tool is shown as before", async () => {
  expect(await tool("{ code: z.string().regex(/x/) }")).toBe("sell {}");
});

test("each tool of a list has its own schema, of whatever file", async () => {
  const definitions = `import { z } from "zod";
export const base = z.string();
export const definitions = [
  { name: "weigh", shape: { parcel: base, scale: z.nativeEnum(Scale) } },
  { name: "post", shape: { parcel: base } },
];`;
  const looped = `import { definitions } from "./definitions.js";
${made}for (const { name, shape } of definitions) server.tool(name, shape, async () => ({}));`;
  expect(await shown(looped, { "src/definitions.ts": definitions })).toBe(
    'post { "parcel": "my-parcel" }',
  );
});

test("a JSON schema of a low-level server", async () => {
  const low = `import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
const server = new Server({ name: "shop", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, async () => ({
  tools: [{ name: "sell", inputSchema: { type: "object", required: ["items", "kind"], properties: {
    items: { type: "array", items: { type: "integer" } },
    kind: { type: "string", enum: ["gift", "sale"] },
    note: { type: "string" },
  } } }],
}));
server.setRequestHandler(CallToolRequestSchema, async () => ({ content: [] }));`;
  expect(await shown(low)).toBe('sell { "items": [1], "kind": "gift" }');
});
