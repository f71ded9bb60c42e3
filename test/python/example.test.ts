/** The call that a Python server's README shows: what the tool requires, filled in. */

import { expect, test } from "vitest";
import { defaults } from "../../src/config/load.js";
import { createFileStore } from "../../src/disk/files.js";
import { scan } from "../../src/languages/python/scan.js";
import { callText, exampleOf } from "../../src/languages/supply/example/call.js";
import type { Server } from "../../src/types.js";

const root = "/nowhere/shop";
const file = `${root}/server.py`;

const models = `from enum import Enum
from pydantic import BaseModel, Field, field_validator
class Kind(str, Enum):
    """How it is."""
    TALL = 'tall'
    SMALL = 'small'
class Address(BaseModel):
    city: str
class Base(BaseModel):
    crate: str = Field(description='x')
    note: str = ''
class Order(Base):
    to: Address
    size: int | None = None
class Checked(BaseModel):
    name: str
    @field_validator('name')
    def check(cls, name):
        return name
class Renamed(BaseModel):
    name: str = Field(alias='Name')
`;

async function shown(tools: string): Promise<string> {
  const text = `${models}from mcp.server.fastmcp import Context, FastMCP\nmcp = FastMCP("shop")\n${tools}`;
  const store = createFileStore().over(new Map([[file, Buffer.from(text)]]));
  const server: Server = { language: "python", root, name: "shop", files: [file] };
  const example = exampleOf(await scan(server, store, defaults));
  if (!example) return "none";
  return callText(example, {})
    .replaceAll(/\s+/g, " ")
    .replace(/^.*?: "(.*?)", "arguments": (.*) \}$/, "$1 $2");
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
  ["size: int = Field(..., gt=5, lt=9, multiple_of=4)", '{ "size": 8 }'],
  ["key: Annotated[str, Field(min_length=3, max_length=5)]", '{ "key": "my-ke" }'],
  ["id: Annotated[str, Field(pattern=r'^i-[0-9a-f]+$')]", '{ "id": "i-0123456789abcdef0" }'],
  [
    "kind: Kind, order: Order",
    '{ "kind": "tall", "order": { "crate": "my-crate", "to": { "city": "my-city" } } }',
  ],
  ["some: list[Kind] | None, n: Union[None, float]", '{ "some": ["tall"], "n": 1 }'],
  ["names: Annotated[List[str], Field(min_length=1)]", '{ "names": ["my-name"] }'],
])("of (%s)", async (parameters, expected) => {
  expect(await shown(tool("sell", parameters))).toBe(`sell ${expected}`);
});

test("the first tool is shown of which every required argument can be told", async () => {
  const odd =
    tool("odd", "code: Annotated[str, Field(pattern='^x{9}$')]") + tool("own", "order: Unknown");
  expect(await shown(odd + tool("plain", "crate: str"))).toBe('plain { "crate": "my-crate" }');
  expect(await shown(odd)).toBe("none");
  // Whoever reads the README may run what it shows.
  expect(await shown(tool("drop", "") + tool("list_all", ""))).toBe("list_all {}");
});

test.each([
  "order: Checked",
  "order: Renamed",
  "order: Missing",
  "name: Annotated[str, AfterValidator(check)]",
  "names: Annotated[List[str], Field(min_length=2)]",
  "size: int = Field(ge=LEAST)",
  "what: Any",
])("no example where one may be refused: (%s)", async (parameters) => {
  expect(await shown(tool("sell", parameters))).toBe("none");
});
