/** Which tools are registered, as far as the evaluator follows what functions and names are made of. */

import { expect, test } from "vitest";
import { scanOf } from "../support/scan.js";

const head = `import boto3
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("made")


def whose() -> str:
    return boto3.client("sts").get_caller_identity()["Account"]


def where() -> str:
    return boto3.client("s3").meta.region_name


`;

async function toolsOf(text: string): Promise<string[]> {
  const { tools } = await scanOf({ "server.py": `${head}${text}\n` });
  return tools.map(({ name, state }) => `${name} ${state}`).sort();
}

const both = ["where pending", "whose pending"];

test.each<[string, string, string[]]>([
  [
    "rows of two lists",
    'for fn, name in zip([whose, where], ["one", "two"]):\n    mcp.add_tool(fn, name=name)',
    ["one pending", "two pending"],
  ],
  ["a list within a list", "for fn in [*[whose], where]:\n    mcp.add_tool(fn)", both],
  ["lists that are added", "for fn in [whose] + [where]:\n    mcp.add_tool(fn)", both],
  [
    "dictionaries that are added",
    'A = {"one": whose}\nB = {"two": where}\nfor name, fn in (A | B).items():\n    mcp.add_tool(fn, name=name)',
    ["one pending", "two pending"],
  ],
  [
    "a dictionary's values",
    'for fn in {"one": whose, "two": where}.values():\n    mcp.add_tool(fn)',
    both,
  ],
  ["numbered functions", "for _, fn in enumerate([whose, where]):\n    mcp.add_tool(fn)", both],
  ["a name that is added to", 'mcp.add_tool(whose, name="who" + "_am_i")', ["who_am_i pending"]],
  [
    "methods of an object",
    "class Tools:\n    def mine(self) -> str:\n        return whose()\n\n    def other(self) -> str:\n        return where()\n\n\nmcp.add_tool(Tools().mine)",
    ["mine pending"],
  ],
  [
    "one value of a dictionary",
    'ALL = {"one": whose, "two": where}\nmcp.add_tool(ALL["two"])',
    ["where pending"],
  ],
  [
    "a value of a dictionary whose keys are of two kinds",
    'ALL = {whose: where, "two": whose}\nmcp.add_tool(ALL["two"])',
    ["whose pending"],
  ],
])("%s", async (_name, text, tools) => {
  expect(await toolsOf(text)).toEqual(tools);
});
