/** The call that a Python server's README shows: what the tool requires, filled in. */

import { expect, test } from "vitest";
import { defaults } from "../../src/config/load.js";
import { createFileStore } from "../../src/disk/files.js";
import { scan } from "../../src/languages/python/scan.js";
import { exampleValues } from "../../src/languages/supply/example.js";
import type { Server } from "../../src/types.js";

const root = "/nowhere/shop";
const file = `${root}/server.py`;

async function shown(tools: string): Promise<string> {
  const text = `from mcp.server.fastmcp import Context, FastMCP\nmcp = FastMCP("shop")\n${tools}`;
  const store = createFileStore().over(new Map([[file, Buffer.from(text)]]));
  const server: Server = { language: "python", root, name: "shop", files: [file] };
  const values = new Map(exampleValues(await scan(server, store, defaults)));
  return `${values.get("EXAMPLE_TOOL")} ${values.get("EXAMPLE_ARGUMENTS")}`;
}

const tool = (name: string, parameters: string) =>
  `\n@mcp.tool()\nasync def ${name}(${parameters}):\n    return 1\n`;

test.each([
  ["", "{}"],
  ["ctx: Context, note: str = ''", "{}"],
  ["ctx: Context, bucket_name: str", '{ "bucket_name": "my-bucket-name" }'],
  ["a: int, b: float, c: bool", '{ "a": 1, "b": 1, "c": true }'],
  ["region: Annotated[str, Field(description='Where, and [why]')]", '{ "region": "us-east-1" }'],
  ["tags: List[str] = Field(..., description='x')", '{ "tags": ["my-tag"] }'],
  [
    "kind: Literal['tall', 'small'], size: int = Field(ge=5, le=9)",
    '{ "kind": "tall", "size": 5 }',
  ],
  ["who: Optional[str] = Field(...), what: dict[str, str]", '{ "who": "my-who", "what": {} }'],
])("of (%s)", async (parameters, expected) => {
  expect(await shown(tool("sell", parameters))).toBe(`sell ${expected}`);
});

test("the first tool is shown of which every required argument can be told", async () => {
  const odd =
    tool("odd", "code: Annotated[str, Field(pattern='^x')]") + tool("own", "order: Order");
  expect(await shown(odd + tool("plain", "crate: str"))).toBe('plain { "crate": "my-crate" }');
  expect(await shown(odd)).toBe("odd {}");
  // Whoever reads the README may run what it shows.
  expect(await shown(tool("drop", "") + tool("list_all", ""))).toBe("list_all {}");
});
