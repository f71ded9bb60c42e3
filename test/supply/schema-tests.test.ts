/** Tests of a server that the new parameter makes fail are named; no others are. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandsIn } from "../support/command.js";
import { compileTemplates } from "../support/templates.js";

let folder: string;
beforeAll(compileTemplates);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schemas-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a dry run says of the tests: `file:line` and the tools. */
async function saidOf(texts: Readonly<Record<string, string>>): Promise<string[]> {
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { said } = await commandsIn(folder).dryRun();
  return [...said.matchAll(/schema-test (\S+:\d+):\d+: .*compares the schema of ([^(\n]*\w)/g)].map(
    ([, place = "", tools = ""]) => `${place} ${tools}`,
  );
}

describe("in TypeScript", () => {
  const server = {
    "package.json":
      '{ "name": "demo", "dependencies": { "@modelcontextprotocol/sdk": "^1.20.0" } }\n',
    "src/server.ts": `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

const server = new McpServer({ name: "demo", version: "1" });
server.tool("list", "Lists.", { id: z.string() }, async () => ({ content: [] }));
server.tool("get", "Gets.", {}, async () => ({ content: [] }));
`,
  };
  const within = (assertion: string): string =>
    `test("list", async () => {\n  const { tools } = await client.listTools();\n  const tool = tools.find(({ name }) => name === "list");\n  const schema = tool.inputSchema;\n  ${assertion}\n});\n`;
  const saidIn = (text: string, more: Record<string, string> = {}): Promise<string[]> =>
    saidOf({ ...server, "test/list.test.ts": text, ...more });

  test.each([
    'expect(tool.inputSchema).toEqual({ type: "object", properties: {} });',
    'expect(tool?.inputSchema!.properties).toStrictEqual({ id: { type: "string" } });',
    'expect(schema).toEqual({ type: "object" });',
    "expect(tool.inputSchema).toMatchInlineSnapshot(`{}`);",
    'expect(tool).toEqual({ name: "list", inputSchema: { type: "object" } });',
    'expect(Object.keys(tool.inputSchema.properties).sort()).toEqual(["id"]);',
    "expect(Object.keys(tool.inputSchema.properties ?? {})).toHaveLength(1);",
    "expect(Object.keys(tool.inputSchema.properties).length).toBe(1);",
    "expect(tool.inputSchema).to.deep.equal({});",
    "assert.deepStrictEqual(tool.inputSchema, {});",
  ])("%s", async (assertion) => {
    expect(await saidIn(within(assertion))).toEqual(["test/list.test.ts:5 list"]);
  });

  test.each([
    'expect(tool.inputSchema).toMatchObject({ type: "object" });',
    "expect(tool.inputSchema).toBeDefined();",
    'expect(tool.inputSchema.type).toEqual("object");',
    'expect(tool.inputSchema.required).toEqual(["id"]);',
    'expect(tool.inputSchema.properties.id).toEqual({ type: "string" });',
    'expect(tool.inputSchema.properties).toHaveProperty("id");',
    "expect(tool.inputSchema).not.toEqual({});",
    'expect(tool).toEqual(expect.objectContaining({ inputSchema: { type: "object" } }));',
    "expect(tool.inputSchema).toEqual(expect.anything());",
    'expect(Object.keys(tool.inputSchema.properties)).toEqual(["id", "target_account_id"]);',
  ])("but not %s", async (assertion) => {
    expect(await saidIn(within(assertion))).toEqual([]);
  });

  test("a snapshot, where it is kept", async () => {
    const kept =
      'exports[`lists 1`] = `\n[\n  {\n    "inputSchema": {},\n    "name": "get",\n  },\n]\n`;\n';
    const text = 'test("lists", async () => expect(await client.listTools()).toMatchSnapshot());\n';
    expect(await saidIn(text, { "test/__snapshots__/list.test.ts.snap": kept })).toEqual([
      "test/__snapshots__/list.test.ts.snap:4 get",
    ]);
  });

  test("not of a tool that the test registers itself", async () => {
    const own = 'mine.registerTool("list", {}, async () => {});\n';
    expect(await saidIn(own + within("expect(tool.inputSchema).toEqual({});"))).toEqual([]);
  });
});

describe("in Python", () => {
  const server = {
    "requirements.txt": "mcp\nboto3\n",
    "server.py": `from mcp.server.fastmcp import FastMCP

mcp = FastMCP('demo')


@mcp.tool(name='list')
def list_things(id: str) -> str:
    return id


@mcp.tool()
def get() -> str:
    return 'x'


mcp.run()
`,
  };
  const within = (assertion: string): string =>
    `from server import mcp, list_things\n\n\nasync def test_list(self):\n    tool = (await mcp.list_tools())['list']\n    sig = inspect.signature(list_things)\n    names = list(sig.parameters)\n    ${assertion}\n`;
  const saidIn = (text: string, more: Record<string, string> = {}): Promise<string[]> =>
    saidOf({ ...server, "tests/test_list.py": text, ...more });

  test.each([
    "assert tool.inputSchema == {'type': 'object'}",
    "assert tool.inputSchema['properties'] == {}",
    "assert {'id'} == set(tool.inputSchema['properties'])",
    "assert list(tool.inputSchema.get('properties', {}).keys()) == ['id']",
    "assert tool.parameters == {'type': 'object'}",
    "assert list(sig.parameters) == ['id']",
    "assert len(inspect.signature(list_things).parameters) == 1",
    "assert tool.model_dump() == {'name': 'list', 'inputSchema': {'type': 'object'}}",
    "assert names == ['id']",
    "self.assertEqual(tool.inputSchema, {'type': 'object'})",
  ])("%s", async (assertion) => {
    expect(await saidIn(within(assertion))).toEqual(["tests/test_list.py:8 list"]);
  });

  test.each([
    "assert 'id' in tool.inputSchema['properties']",
    "assert tool.inputSchema['type'] == 'object'",
    "assert tool.inputSchema['required'] == ['id']",
    "assert tool.inputSchema['properties']['id'] == {'type': 'string'}",
    "assert tool.inputSchema != {}",
    "assert result.parameters == {}",
    "assert tool.inputSchema == other.inputSchema",
    "assert sig.parameters['id'].default == ''",
  ])("but not %s", async (assertion) => {
    expect(await saidIn(within(assertion))).toEqual([]);
  });

  test("a golden file that the test names", async () => {
    const text =
      "import server\n\n\ndef test_tools():\n    assert tools == load('golden/tools.json')\n";
    const kept = '[\n  {\n    "name": "get",\n    "inputSchema": {}\n  }\n]\n';
    expect(await saidIn(text, { "tests/golden/tools.json": kept })).toEqual([]);
    const also = text.replace("import server", "import server  # inputSchema");
    expect(await saidIn(also, { "tests/golden/tools.json": kept })).toEqual([
      "tests/golden/tools.json:4 get",
    ]);
  });
});
