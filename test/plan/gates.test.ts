/** The gates: what a defect of ours would spoil is left as it was, and the rest is still done. */

import { basename } from "node:path";
import { expect, test } from "vitest";
import { defaults } from "../../src/config.js";
import { createFileStore } from "../../src/disk/files.js";
import { languageOf, languages } from "../../src/languages/registry.js";
import { everything } from "../../src/plan/compose.js";
import { composeGated } from "../../src/plan/gates.js";
import { planServer, type ServerPlan } from "../../src/plan/plan.js";
import { discover } from "../../src/run/discover.js";
import type { Edit, ToolSite } from "../../src/types.js";
import { folderWith } from "../support/program.js";

const manifest = `{ "type": "module", "dependencies": { "@modelcontextprotocol/sdk": "^1.25.0", "zod": "^3.25.0" } }\n`;

const tool = (name: string) => `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
export const server = new McpServer({ name: "notes", version: "1.0.0" });
server.tool("${name}", { id: z.string() }, async ({ id }) => ({ content: [] }));
`;

async function planOf(folder: string) {
  const files = createFileStore();
  const [server] = discover([folder], languages, files).servers;
  if (!server) throw new Error("no server found");
  return { files, plan: await planServer(server, files, defaults) };
}

function spoiled(plan: ServerPlan, name: string, spoil: (edit: Edit) => Edit[]): ServerPlan {
  const tools = plan.scan.tools.map((one): ToolSite => {
    if (one.name !== name || !one.fix) return one;
    return { ...one, fix: { ...one.fix, edits: one.fix.edits.flatMap(spoil) } };
  });
  return { ...plan, scan: { ...plan.scan, tools } };
}

const twoTools = { "package.json": manifest, "src/a.ts": tool("a"), "src/b.ts": tool("b") };

test.each<[string, (edit: Edit) => Edit[], string]>([
  ["an edit that breaks the syntax", (edit) => [{ ...edit, text: "((" }], "would not parse"],
  ["half of a fix", (edit) => (edit.text.includes("target") ? [] : [edit]), "planning it again"],
])("%s", async (_name, spoil, message) => {
  const { files, plan } = await planOf(folderWith(twoTools));
  const bad = spoiled(plan, "b", spoil);
  const gated = await composeGated(bad, everything(bad), files);
  expect(gated.problems.map(({ file }) => basename(file))).toEqual(["b.ts"]);
  expect(gated.problems[0]?.message).toContain(message);
  expect(gated.selection.tools.map(({ name }) => name)).toEqual(["a"]);
  expect(gated.changes.map(({ path }) => basename(path))).toContain("a.ts");
  expect(gated.changes.map(({ path }) => basename(path))).not.toContain("b.ts");
});

test.each([
  ["entrypoint.mjs", "async function main(): Promise<void> {}", "Type annotations"],
  ["settings.cjs", "const port = value as number;", "Type assertion"],
  ["settings.js", "interface Settings {}", "'interface' declarations"],
  ["view.jsx", "enum Side { Left }", "'enum' declarations"],
])("%s is JavaScript: %s does not parse", async (name, text, message) => {
  const problem = await languageOf("typescript").syntaxProblem(`/server/${name}`, text);
  expect(problem?.message).toContain(message);
});

test.each([
  ["entrypoint.mjs", "import { a } from './a.js';\nexport const b = a < 1 > (2);\n"],
  ["legacy.cjs", "const a = require('./a');\nmodule.exports = class { #b = a; };\n"],
  ["view.jsx", "export const View = () => <div />;\n"],
  ["nest.js", "export class Tools { @Tool({}) find() {} }\n"],
  ["entrypoint.ts", "async function main(): Promise<void> {}"],
])("%s parses as what its name says", async (name, text) => {
  expect(await languageOf("typescript").syntaxProblem(`/server/${name}`, text)).toBeUndefined();
});
