/** The call that a TypeScript server's README shows: what the tool requires, filled in. */

import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { defaults } from "../../src/config/load.js";
import { createFileStore } from "../../src/disk/files.js";
import { callText, exampleOf } from "../../src/languages/supply/example/call.js";
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
  const example = exampleOf(await scan(server, store, defaults));
  if (!example) return "none";
  return callText(example, {})
    .replaceAll(/\s+/g, " ")
    .replace(/^.*?: "(.*?)", "arguments": (.*) \}$/, "$1 $2");
}

const made = 'const server = new McpServer({ name: "shop", version: "1.0.0" });\n';
const tool = (shape: string) => shown(`${made}server.tool("sell", ${shape}, async () => ({}));`);

/** What a shape is by zod itself. */
const parsed = (shape: string, given: unknown) =>
  z.object(new Function("z", `return ${shape}`)(z)).safeParse(given);

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
  ["{ size: z.number().positive().max(0.5) }", '{ "size": 0.5 }'],
  ["{ size: z.number().gt(5).lte(9).multipleOf(3) }", '{ "size": 9 }'],
  ["{ below: z.number().negative().int() }", '{ "below": -1 }'],
  ["{ size: z.coerce.number().min(-9).max(-3) }", '{ "size": -9 }'],
  ["{ id: z.string().length(5), short: z.string().max(4) }", '{ "id": "my-id", "short": "my-s" }'],
  ["{ account: z.string().regex(/^\\d{12}$/) }", '{ "account": "123456789012" }'],
  [
    "{ key: z.string().startsWith('arn:aws:').trim() }",
    '{ "key": "arn:aws:iam::123456789012:role/my-role" }',
  ],
  ["{ roleArn: z.string() }", '{ "roleArn": "arn:aws:iam::123456789012:role/my-role" }'],
  ["{ some: z.array(z.enum(['a', 'b'])).min(1).max(2) }", '{ "some": ["a"] }'],
  ["{ one: z.union([z.custom(), z.number()]), none: z.null() }", '{ "one": 1, "none": null }'],
  [
    "{ at: z.object({ x: z.number() }).extend({ y: z.literal(-2) }).strict().describe('Where') }",
    '{ "at": { "x": 1, "y": -2 } }',
  ],
  ["{ at: z.object({ x: z.number(), y: z.string() }).pick({ x: true }) }", '{ "at": { "x": 1 } }'],
  [
    "{ at: z.object({ x: z.string() }).partial(), who: z.nullable(z.string()) }",
    '{ "at": {}, "who": "my-who" }',
  ],
])("a shape: %s", async (shape, expected) => {
  expect(await tool(shape)).toBe(`sell ${expected}`);
  expect(parsed(shape, JSON.parse(expected)).error).toBeUndefined();
});

test.each([
  "{ at: z.date() }",
  "{ name: z.string().refine((name) => name === 'x') }",
  "{ name: z.string().check(odd) }",
  "{ at: z.object({ x: z.number() }).refine(({ x }) => x > 4) }",
  "{ some: z.array(z.string()).min(2) }",
  "{ size: z.number().min(least()) }",
  "{ what: z.any() }",
  "{ pair: z.tuple([z.string()]) }",
])("no example where one would be refused: %s", async (shape) => {
  expect(await tool(shape)).toBe("none");
});

test("the first tool is shown of which every required argument can be told", async () => {
  const tools = `${made}
server.tool("odd", { code: z.string().regex(/^[A-Z]{14}$/) }, async () => ({}));
server.tool("given", { which: z.custom() }, async () => ({}));
server.registerTool("plain", { inputSchema: z.object({ crate: z.string() }) }, async () => ({}));
server.registerTool("bare", { description: "None." }, async () => ({}));`;
  expect(await shown(tools)).toBe('plain { "crate": "my-crate" }');
  expect(await shown(tools.replace("crate: z.string()", "crate: z.custom()"))).toBe("bare {}");
});

test("where none can be told, none is shown", async () => {
  expect(await tool("{ code: z.string().regex(/^x{9}$/) }")).toBe("none");
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

test("the shape of a schema that stands in a list of tools", async () => {
  const looped = `type Tool = { name: string; schema: z.ZodObject<any> };
const tools: readonly Tool[] = [{ name: "sell", schema: z.object({ crate: z.string() }) }];
${made}for (const tool of tools) server.tool(tool.name, tool.schema.shape, async () => ({}));`;
  expect(await shown(looped)).toBe('sell { "crate": "my-crate" }');
});

test.each([
  ['{ type: "integer", minimum: 5, exclusiveMaximum: 7 }', "5"],
  ['{ type: "string", pattern: "^i-[0-9a-f]{8,17}$" }', '"i-0123456789abcdef0"'],
  ['{ type: ["string", "null"], maxLength: 4 }', '"my-a"'],
  ['{ anyOf: [{ not: {} }, { type: "boolean" }] }', "true"],
  ['{ type: "object", required: ["b"], properties: { b: { const: 3 } } }', '{ "b": 3 }'],
  ['{ type: "array", items: { type: "number" }, minItems: 1 }', "[1]"],
  ['{ $ref: "#/definitions/a" }', undefined],
  ['{ type: "string", contentEncoding: "base64" }', undefined],
  ['{ type: "array", items: { type: "number" }, minItems: 3 }', undefined],
])("a field of a JSON schema: %s", async (schema, expected) => {
  const low = `import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
const server = new Server({ name: "shop", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, async () => ({
  tools: [{ name: "sell", inputSchema: { type: "object", required: ["a"], properties: { a: ${schema} } } }],
}));
server.setRequestHandler(CallToolRequestSchema, async () => ({ content: [] }));`;
  expect(await shown(low)).toBe(expected ? `sell { "a": ${expected} }` : "none");
});
