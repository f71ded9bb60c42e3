import { describe, expect, it } from "vitest";
import { FILE, migrateText, type Options } from "../support/python.js";

/** The signature line(s) of a function after the retrofit. */
async function signature(parameters: string, options: Options = {}): Promise<string> {
  const before = `@mcp.tool()\nasync def f(${parameters}):\n    return 1\n`;
  const { text } = await migrateText(before, options);
  const start = text.indexOf("async def f(") + "async def f(".length;
  return text.slice(start, text.indexOf("):\n    return 1"));
}

const NEW = "target_account_id: TargetAccountId = None";
const call = (positional: number, starred = false) => [
  { file: FILE, offset: 0, positional, starred, test: true, isAnother: false },
];

describe("the place of the parameter", () => {
  it.each([
    ["", NEW],
    ["ctx", `ctx, ${NEW}`],
    ["ctx: Context, a: str", `ctx: Context, a: str, ${NEW}`],
    ["ctx: Context, a: str, b: int = 1", `ctx: Context, a: str, ${NEW}, b: int = 1`],
    [
      "a: str = Field(..., description='x'), b: int = 1",
      `a: str = Field(..., description='x'), ${NEW}, b: int = 1`,
    ],
    ["a: str = Field(description='default=1')", `a: str = Field(description='default=1'), ${NEW}`],
    ["a: str = Field('x')", `${NEW}, a: str = Field('x')`],
    ["a: str = Field(default=None)", `${NEW}, a: str = Field(default=None)`],
    ["a: str, ctx: Context = None", `a: str, ctx: Context = None, ${NEW}`],
    ["a: str = '', ctx: Context = None", `${NEW}, a: str = '', ctx: Context = None`],
    ["*, a", `${NEW}, *, a`],
    ["*args", `${NEW}, *args`],
    ["**kwargs", `${NEW}, **kwargs`],
    ["a, /, b=1", `a, /, ${NEW}, b=1`],
    ["a, b=1, /", `a, b=1, /, ${NEW}`],
    ["a, b=1, /, *args: int, c, **rest: int", `a, b=1, /, ${NEW}, *args: int, c, **rest: int`],
  ])("of (%s)", async (before, after) => {
    expect(await signature(before)).toBe(after);
  });

  it.each([
    ["a, b=1", 1, `a, ${NEW}, b=1`],
    ["a, b=1", 2, `a, b=1, ${NEW}`],
    ["a, b=1, **rest", 2, `a, b=1, ${NEW}, **rest`],
    ["a, *args", 2, `a, *args, ${NEW}`],
    ["a, *, b", 1, `a, ${NEW}, *, b`],
  ])("of (%s) called with %i arguments by position", async (before, positional, after) => {
    expect(await signature(before, { callers: call(positional) })).toBe(after);
  });

  it("is last where a call passes *arguments, and the finding names the call", async () => {
    const { text, migrations } = await migrateText("@mcp.tool()\ndef f(a, b=1): return 1\n", {
      callers: call(1, true),
    });
    expect(text).toContain(`def f(a, b=1, ${NEW})`);
    expect(migrations[0]?.findings).toMatchObject([
      {
        rule: "parameter-last",
        message: "f: the parameter is last: called by position at server.py:1",
      },
    ]);
  });

  it("is last everywhere where the settings say so, without a reason", async () => {
    const settings = { position: "last" } as const;
    expect(await signature("a, b=1", { settings })).toBe(`a, b=1, ${NEW}`);
    const { migrations } = await migrateText("@mcp.tool()\ndef f(a, b=1): return 1\n", {
      settings,
    });
    expect(migrations[0]?.reason).toBeUndefined();
  });

  it("skips self, which callers do not pass", async () => {
    const before = "class T:\n    @mcp.tool()\n    def f(self, a=1): return 1\n";
    const { text } = await migrateText(before, { callers: call(0) });
    expect(text).toContain(`def f(self, ${NEW}, a=1)`);
  });
});

describe("a signature that CPython refuses", () => {
  it.each([
    ["target_account_id=None, a", "a has no default and follows one that has"],
    ["target_account_id=None, *, target_account_id=None", "target_account_id is there twice"],
    ["**rest, target_account_id=None", "a parameter follows **kwargs"],
  ])("is left alone: (%s)", async (parameters, fault) => {
    const { migrations } = await migrateText(`@mcp.tool()\ndef f(${parameters}): return 1\n`);
    expect(migrations).toMatchObject([
      { state: "unsupported", reason: expect.stringContaining(`does not compile: ${fault}; move`) },
    ]);
  });
});

describe("the layout of the parameter", () => {
  it.each([
    ["\n    a,\n    b=1,\n", `\n    a,\n    ${NEW},\n    b=1,\n`],
    ["\n    a,\n    b,\n", `\n    a,\n    b,\n    ${NEW},\n`],
    ["\n    a,\n    b\n", `\n    a,\n    b,\n    ${NEW}\n`],
    ["\n    a,\n    b  # last\n", `\n    a,\n    b,  # last\n    ${NEW}\n`],
    [
      "\n    a,  # first\n    # about b\n    b=1,\n",
      `\n    a,  # first\n    ${NEW},\n    # about b\n    b=1,\n`,
    ],
    ["\n    a, b\n", `\n    a, b, ${NEW}\n`],
    ["\n    a, b,\n", `\n    a, b, ${NEW},\n`],
    ["a,\n    b", `a,\n    b,\n    ${NEW}`],
    ["a,\n    b,", `a,\n    b,\n    ${NEW},`],
    ["a, b,", `a, b, ${NEW},`],
    ["a, \\\n    b=1", `a, \\\n    ${NEW},\n    b=1`],
    ["\n    # nothing yet\n", `${NEW}\n    # nothing yet\n`],
    ["\n\ta,\n\tb=1,\n", `\n\ta,\n\t${NEW},\n\tb=1,\n`],
    ["\r\n    a,\r\n    b=1,\r\n", `\r\n    a,\r\n    ${NEW},\r\n    b=1,\r\n`],
    ["\r\n    a,\r\n    b\r\n", `\r\n    a,\r\n    b,\r\n    ${NEW}\r\n`],
  ])("of (%j)", async (before, after) => {
    expect(await signature(before)).toBe(after);
  });
});
