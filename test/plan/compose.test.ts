/** Servers that share a file change it once. */

import { expect, test } from "vitest";
import { defaults } from "../../src/config/load.js";
import { createFileStore } from "../../src/disk/files.js";
import { languages } from "../../src/languages/registry.js";
import {
  type Added,
  afterOf,
  type Change,
  compose,
  withoutRepeats,
} from "../../src/plan/compose.js";
import { planServer } from "../../src/plan/plan.js";
import { discover } from "../../src/run/discover.js";
import type { Edit } from "../../src/types.js";
import { folderWith } from "../support/program.js";

const path = "/workspace/common/helper.ts";
const text = "import a;\nregister(handler);\n";

function changeWith(...insertions: [offset: number, text: string][]): Change {
  const edits: Edit[] = insertions.map(([offset, added]) => ({ file: path, offset, text: added }));
  return { path, before: Buffer.from(text), edits };
}

function textsOf(changes: readonly Change[]): string[] {
  return withoutRepeats(changes).map((change) => Buffer.from(afterOf(change)).toString());
}

test("an insertion that two servers want is made once", () => {
  const one = changeWith([10, "import b;\n"], [19, "wrap("]);
  expect(textsOf([one, one])).toEqual(["import a;\nimport b;\nregister(wrap(handler);\n"]);
});

test("what only one of them wants is made beside it", () => {
  const one = changeWith([19, "wrap("], [26, ")"]);
  const other = changeWith([10, "import b;\n"]);
  expect(textsOf([one, other])).toEqual(["import a;\nimport b;\nregister(wrap(handler));\n"]);
});

test("a new file that both add is added once", () => {
  const content = Buffer.from(text);
  const added: Added = { path, before: undefined, content, executable: false };
  expect(withoutRepeats([added, added])).toEqual([added]);
});

test("what is added is told of the tools that are accepted, and of no others", async () => {
  const tool = (name: string): string =>
    `\n\n@mcp.tool()\ndef ${name}() -> str:\n    return "${name}"\n`;
  const head = 'from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("demo")\n';
  const folder = folderWith({
    "README.md": "# Demo\n",
    "requirements.txt": "mcp\n",
    "server.py": `${head}${tool("one")}${tool("two")}`,
    "tests/test_two.py":
      "import pytest\n\ndef test_two(tool):\n    assert tool('two').inputSchema == {}\n",
  });
  const files = createFileStore();
  const [server] = discover([folder], languages, files).servers;
  if (!server) throw new Error("no server found");
  const plan = await planServer(server, files, defaults);
  const told = async (names: readonly string[]) => {
    const tools = plan.scan.tools.filter(({ name }) => names.includes(name));
    const { changes, findings } = await compose(plan, { tools, findings: [] }, files);
    const readme = changes.find(({ path }) => path.endsWith("README.md"));
    const [, words] =
      /^(Every tool takes|Tools take)/m.exec(String(readme && afterOf(readme))) ?? [];
    return [words, findings.some(({ rule }) => rule === "schema-test")];
  };
  expect(await told(["one"])).toEqual(["Tools take", false]);
  expect(await told(["one", "two"])).toEqual(["Every tool takes", true]);
});
