/** Which tools are registered, as far as the evaluator follows what names and handlers are made of. */

import { expect, test } from "vitest";
import { scanOf } from "../support/scan.js";

const head = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
const server = new McpServer({ name: "made", version: "1.0.0" });
const whose = async () => ({ content: [] });
const where = async () => ({ content: [] });
`;
const manifest = `{ "type": "module", "dependencies": { "@modelcontextprotocol/sdk": "^1.25.0", "zod": "^3.25.0" } }`;

async function toolsOf(text: string, more: Record<string, string> = {}): Promise<string[]> {
  const files = { "package.json": manifest, "src/index.ts": `${head}${text}\n`, ...more };
  const { tools } = await scanOf(files);
  return tools.map(({ name, state }) => `${name} ${state}`).sort();
}

const both = ["one pending", "two pending"];

test.each<[string, string, string[]]>([
  ["replaced in", 'server.tool("who_am_i".replace("_", "-"), whose);', ["who-am_i pending"]],
  ["replaced in all over", 'server.tool("a_b_c".replaceAll("_", "-"), whose);', ["a-b-c pending"]],
  ["lengthened", 'server.tool("who".concat("se"), whose);', ["whose pending"]],
  ["trimmed", 'server.tool(" whose ".trim(), whose);', ["whose pending"]],
  ["in capitals", 'server.tool("whose".toUpperCase(), whose);', ["WHOSE pending"]],
  [
    "a key of one of several objects",
    "const all = Object.assign({}, { one: whose }, { two: where });\nfor (const [name, run] of Object.entries(all)) server.tool(name, run);",
    both,
  ],
  [
    "a key of spread objects",
    "const all = { ...{ one: whose }, ...{ two: where } };\nfor (const [name, run] of Object.entries(all)) server.tool(name, run);",
    both,
  ],
  [
    "in a list made of another",
    'for (const [name, run] of Array.from([["one", whose], ["two", where]] as const)) server.tool(name, run);',
    both,
  ],
])("a name that is %s", async (_name, text, tools) => {
  expect(await toolsOf(text)).toEqual(tools);
});

test("a name from a module that is required under a name", async () => {
  const text = 'import names = require("./names.js");\nserver.tool(names.first, whose);';
  const names = 'export const first = "whose";\n';
  expect(await toolsOf(text, { "src/names.ts": names })).toEqual(["whose pending"]);
});
