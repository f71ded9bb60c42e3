/** Groups of tools by the shape of their edits. */

import { describe, expect, test } from "vitest";
import { defaults } from "../../src/config/load.js";
import { createFileStore } from "../../src/disk/files.js";
import { languageOf, languages } from "../../src/languages/registry.js";
import { stepsOf } from "../../src/languages/words.js";
import { everything } from "../../src/plan/compose.js";
import { groupsOf, toolsOf } from "../../src/plan/groups.js";
import { planServer } from "../../src/plan/plan.js";
import { discover } from "../../src/run/discover.js";
import { findFixtures, planFixture } from "../support/fixtures.js";
import { folderWith } from "../support/program.js";

const layout = /^[\s,(){}[\].:;]*$/;

describe("every tool with a fix is in one group, and each insertion is put into words", () => {
  test.each(findFixtures().map((each) => [each.name, each] as const))("%s", async (_, fixture) => {
    for (const plan of await planFixture(fixture, createFileStore())) {
      const words = await languageOf(plan.server.language).words();
      const { tools } = everything(plan);
      for (const tool of tools) {
        expect(words.forms, tool.form).toHaveProperty([tool.form]);
        const texts = (tool.fix?.edits ?? []).map(({ text }) => text);
        const silent = texts.filter((text) => stepsOf(words, [text]).length === 0);
        expect(silent.filter((text) => !layout.test(text))).toEqual([]);
      }
      const groups = await groupsOf([{ plan, tools }]);
      expect(groups.flatMap(toolsOf).sort(byPlace)).toEqual([...tools].sort(byPlace));
    }
  });
});

function byPlace(a: { name: string; place: object }, b: { name: string; place: object }): number {
  const [one, other] = [JSON.stringify([a.place, a.name]), JSON.stringify([b.place, b.name])];
  return one < other ? -1 : 1;
}

/** Plans the servers of a folder with these files, and gives each group in a line. */
async function linesOf(sources: Record<string, string>): Promise<string[]> {
  const folder = folderWith(sources);
  const files = createFileStore();
  const { servers } = discover([folder], languages, files);
  const plans = await Promise.all(servers.map((each) => planServer(each, files, defaults)));
  const groups = await groupsOf(plans.map((plan) => ({ plan, tools: plan.scan.tools })));
  return groups.map(({ label, outlier, members }) => {
    const names = members.map(({ tools }) => tools.map(({ name }) => name).join("+"));
    return `${label}${outlier ? ` [${outlier}]` : ""}: ${names.join(" ")}`;
  });
}

const server = `from mcp.server.fastmcp import FastMCP
mcp = FastMCP("notes")
`;

test("layout makes no other shape; where the parameter stands does", async () => {
  const notes = `${server}
@mcp.tool()
def one(a: str, b: int = 1): ...

@mcp.tool()
def two(
    a: str,
    b: int = 1,
): ...

@mcp.tool()
def three(a: str): ...
`;
  expect(await linesOf({ "notes/pyproject.toml": "", "notes/server.py": notes })).toEqual([
    "decorated, parameter last: three",
    "decorated, parameter before the optional ones: one two",
  ]);
});

test("outliers come first: findings, then a rare form, then edits that are shared", async () => {
  const notes = `${server}
@mcp.tool()
def usual(a: str, b: int = 1): ...

@mcp.tool()
def forced(a: str, b: int = 1): ...

forced("a", 2)

class Tools:
    def method(self, a: str, b: int = 1): ...

mcp.tool()(Tools().method)

def both(a: str, b: int = 1): ...

mcp.tool(name="one")(both)
mcp.tool(name="other")(both)
`;
  expect(await linesOf({ "notes/pyproject.toml": "", "notes/server.py": notes })).toEqual([
    "decorated, parameter last [parameter-last]: forced",
    "decorated, parameter before the optional ones [a method of a class that is passed]: method",
    "decorated, parameter before the optional ones [tools that share an edit]: one+other",
    "decorated, parameter before the optional ones: usual",
  ]);
});
