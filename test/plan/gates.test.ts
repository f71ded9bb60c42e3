/** The gates: what a defect of ours would spoil is left as it was, and the rest is still done. */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaults } from "../../src/config/load.js";
import { createFileStore } from "../../src/disk/files.js";
import { languageOf, languages } from "../../src/languages/registry.js";
import { bytesAfter, compose, everything, parts } from "../../src/plan/compose.js";
import { importsResolve } from "../../src/plan/gates/imports-resolve.js";
import { composeGated } from "../../src/plan/gates/index.js";
import { nothingLeft } from "../../src/plan/gates/nothing-left.js";
import { planServer, type ServerPlan } from "../../src/plan/plan.js";
import { discover } from "../../src/run/discover.js";
import type { Edit, Finding, Fix, ToolSite } from "../../src/types.js";
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

/** A plan in which the fix of tool `b` is spoiled. */
function spoiled(plan: ServerPlan, spoil: (fix: Fix, tool: ToolSite) => Fix): ServerPlan {
  const tools = plan.scan.tools.map((tool): ToolSite => {
    return tool.name === "b" && tool.fix ? { ...tool, fix: spoil(tool.fix, tool) } : tool;
  });
  return { ...plan, scan: { ...plan.scan, tools } };
}

const twoTools = { "package.json": manifest, "src/a.ts": tool("a"), "src/b.ts": tool("b") };
const editing =
  (spoil: (edit: Edit) => Edit[]) =>
  (fix: Fix): Fix => ({ ...fix, edits: fix.edits.flatMap(spoil) });

const defects: [string, (fix: Fix, tool: ToolSite) => Fix, string][] = [
  ["text that breaks the syntax", editing((edit) => [{ ...edit, text: "((" }]), "would not parse"],
  [
    "an import of a name that the services do not have",
    (fix) => ({
      ...fix,
      imports: fix.imports.map((need) => ({ ...need, names: [...need.names, "mistyped"] })),
    }),
    `it would import mistyped from "./credential-services/index.js", which has no such name`,
  ],
  [
    "half of a fix",
    editing((edit) => (edit.text.includes("target") ? [] : [edit])),
    "gives something to do",
  ],
  [
    "a comment that has the tool ignored",
    (_fix, { place }) => {
      const offset = tool("b").indexOf("server.tool");
      return {
        edits: [{ file: place.file, offset, text: "// retrofit-ignore: x\n" }],
        imports: [],
      };
    },
    "b would not be found migrated",
  ],
];

describe("a planted defect is caught, and the rest is still done:", () => {
  test.each(defects)("%s", async (_name, spoil, message) => {
    const { files, plan } = await planOf(folderWith(twoTools));
    const bad = spoiled(plan, spoil);
    const gated = await composeGated(bad, everything(bad), files);
    expect(gated.problems.map(({ file }) => basename(file))).toEqual(["b.ts"]);
    expect(gated.problems[0]?.message).toContain(message);
    expect(gated.selection.tools.map(({ name }) => name)).toEqual(["a"]);
    expect(gated.changes.map(({ path }) => basename(path))).toContain("a.ts");
    expect(gated.changes.map(({ path }) => basename(path))).not.toContain("b.ts");
  });

  test("services that are not added", async () => {
    const { files, plan } = await planOf(folderWith(twoTools));
    const changes = (await compose(plan, everything(plan), files)).changes.filter(
      ({ path }) => !path.includes("credential-services"),
    );
    const filesAfter = files.over(bytesAfter(changes));
    const selection = everything(plan);
    const again = async () => plan;
    const proposal = { plan, selection, changes, files, filesAfter, again };
    const problems = await importsResolve(proposal);
    expect(new Set(problems.map(({ file }) => basename(file)))).toEqual(new Set(["a.ts", "b.ts"]));
    expect(problems[0]?.message).toContain("leads to no file");
  });
});

describe("a finding that was fixed is found again:", () => {
  const fix: Fix = { edits: [], imports: [] };
  const place = { file: "/server/a.ts", line: 3, column: 1 };
  const finding: Finding = { rule: "aws-client", severity: "error", place, message: "m", fix };
  const { fix: _left, ...withoutFix } = finding;

  async function leftAfter(found: Finding) {
    const { files, plan } = await planOf(folderWith(twoTools));
    const again = async () => ({ ...plan, scan: { ...plan.scan, findings: [found], tools: [] } });
    const selection = { tools: [], findings: [finding] };
    const proposal = { plan, selection, changes: [], files, filesAfter: files, again };
    return (await nothingLeft(proposal)).map(({ message }) => message);
  }

  test("whatever line it has moved to", async () => {
    const [message] = await leftAfter({ ...finding, place: { ...place, line: 5 } });
    expect(message).toContain("planning it again at line 5 gives something to do");
  });

  test.each<[string, Finding]>([
    ["rule", { ...finding, rule: "raw-thread" }],
    ["file", { ...finding, place: { ...place, file: "/server/b.ts" } }],
    ["message", { ...finding, message: "another" }],
    ["end: there is nothing to do about it", withoutFix],
  ])("but not one with another %s", async (_what, found) => {
    expect(await leftAfter(found)).toEqual([]);
  });
});

test("changes stand in the order of their parts, and in each in that of their paths", async () => {
  const { files, plan } = await planOf(folderWith(twoTools));
  const backwards = { ...plan, scan: { ...plan.scan, tools: [...plan.scan.tools].reverse() } };
  const { changes } = await compose(backwards, everything(backwards), files);
  const byPart = parts.map((part) =>
    changes.filter((change) => change.part === part).map(({ path }) => path),
  );
  expect(changes.map(({ path }) => path)).toEqual(byPart.flat());
  expect(byPart[0]?.map((path) => basename(path))).toEqual(["a.ts", "b.ts"]);
  for (const paths of byPart) expect(paths).toEqual([...paths].sort());
});

describe("the file on the disk is the measure, not what was read of it:", () => {
  test.each<[string, (text: string) => string]>([
    ["a byte order mark that reading lost", (text) => `\uFEFF${text}`],
    ["line endings that reading changed", (text) => text.replaceAll("\n", "\r\n")],
    ["a line that somebody wrote meanwhile", (text) => `${text}// more\n`],
  ])("%s", async (_name, onDisk) => {
    const folder = folderWith(twoTools);
    const { files, plan } = await planOf(folder);
    writeFileSync(join(folder, "src/b.ts"), onDisk(tool("b")));
    const gated = await composeGated(plan, everything(plan), files);
    expect(gated.problems.map(({ file }) => basename(file))).toEqual(["b.ts"]);
    expect(gated.problems[0]?.message).toContain("of the file on the disk would be lost");
    expect(gated.selection.tools.map(({ name }) => name)).toEqual(["a"]);
  });

  test("a file that is gone meanwhile", async () => {
    const folder = folderWith(twoTools);
    const { files, plan } = await planOf(folder);
    const selection = everything(plan);
    // Read, so that it is known to the store.
    await compose(plan, selection, files);
    rmSync(join(folder, "src/b.ts"));
    const gated = await composeGated(plan, selection, files);
    expect(gated.problems[0]?.message).toContain("it is not on the disk");
    expect(gated.selection.tools.map(({ name }) => name)).toEqual(["a"]);
  });

  test("a file that is there where one is added", async () => {
    const folder = folderWith(twoTools);
    const { files, plan } = await planOf(folder);
    const { changes } = await compose(plan, everything(plan), files);
    const added = changes.find(({ before }) => !before);
    mkdirSync(dirname(added?.path ?? ""), { recursive: true });
    writeFileSync(added?.path ?? "", "somebody else's");
    const { problems } = await composeGated(plan, everything(plan), files);
    expect(problems[0]?.message).toContain("a file is there that would be overwritten");
  });
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
