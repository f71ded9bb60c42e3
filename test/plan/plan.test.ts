/** What a plan counts, and what it leaves out where only a part of a server was named. */

import { relative } from "node:path";
import { describe, expect, test } from "vitest";
import { defaults } from "../../src/config/load.js";
import { createFileStore } from "../../src/disk/files.js";
import { languages } from "../../src/languages/registry.js";
import {
  countedOnce,
  groupBySharedEdits,
  planServer,
  type ServerPlan,
} from "../../src/plan/plan.js";
import { discover } from "../../src/run/discover.js";
import type { Finding, Fix, ToolSite } from "../../src/types.js";
import { folderWith } from "../support/program.js";

function toolAt(file: string, line: number, rest: Partial<ToolSite> = {}): ToolSite {
  const place = { file, line, column: 1 };
  return { name: "find", form: "tool", place, state: "pending", missing: [], ...rest };
}

/** What a server elsewhere registers: its tool is found there as well. */
function foreign(tool: ToolSite, registeredIn: string): ToolSite {
  return { ...tool, registration: { file: registeredIn, line: 1, column: 1 } };
}

function planOf(root: string, tools: ToolSite[], findings: Finding[] = []): { plan: ServerPlan } {
  const server = { language: "typescript", root, name: root, files: [] } as const;
  return {
    plan: {
      server,
      settings: defaults,
      scan: { tools, findings, problems: [] },
      found: tools.length,
      unread: [],
    },
  };
}

const finding: Finding = {
  rule: "aws-client",
  severity: "error",
  place: { file: "/w/one/a.ts", line: 1, column: 1 },
  message: "m",
};

describe("a tool that several servers register", () => {
  const tool = toolAt("/w/one/a.ts", 3);
  const other = toolAt("/w/one/a.ts", 9, { name: "other" });
  const theirs = planOf("/w/two", [foreign(tool, "/w/two/b.ts")]);
  const counts = (all: readonly { plan: ServerPlan }[]) =>
    countedOnce(all).map(({ plan }) => [plan.server.root, plan.scan.tools.length]);

  test("is counted where it is registered, and what is left without one goes", () => {
    const one = planOf("/w/one", [foreign(tool, "/w/two/b.ts")]);
    expect(counts([one, theirs])).toEqual([["/w/two", 1]]);
  });

  test("leaves what else there is: tools, or findings", () => {
    const withTool = planOf("/w/one", [foreign(tool, "/w/two/b.ts"), other]);
    expect(counts([withTool, theirs])).toEqual([
      ["/w/one", 1],
      ["/w/two", 1],
    ]);
    const withFinding = planOf("/w/one", [foreign(tool, "/w/two/b.ts")], [finding]);
    expect(counts([withFinding, theirs])).toEqual([
      ["/w/one", 0],
      ["/w/two", 1],
    ]);
  });

  test("is counted where it is found when the other server is not among them", () => {
    expect(counts([planOf("/w/one", [foreign(tool, "/w/two/b.ts")])])).toEqual([["/w/one", 1]]);
  });

  test.each<[string, ToolSite]>([
    ["another name", { ...tool, name: "another" }],
    ["another file", toolAt("/w/one/b.ts", 3)],
    ["another line", toolAt("/w/one/a.ts", 4)],
    ["another column", { ...tool, place: { ...tool.place, column: 2 } }],
  ])("is another one with %s", (_what, site) => {
    const one = planOf("/w/one", [foreign(site, "/w/two/b.ts")]);
    expect(counts([one, theirs])).toEqual([
      ["/w/one", 1],
      ["/w/two", 1],
    ]);
  });
});

describe("tools are accepted together", () => {
  const fix = (file: string, offset: number, text: string): Fix => ({
    edits: [{ file, offset, text }],
    imports: [],
  });
  const named = (name: string, own?: Fix) => toolAt("/a.ts", 1, { name, ...(own && { fix: own }) });
  const groups = (...tools: ToolSite[]) =>
    groupBySharedEdits(tools).map((group) => group.map(({ name }) => name));

  test("where their fixes share an insertion", () => {
    const shared = fix("/a.ts", 1, "x");
    const both = { edits: [...shared.edits, ...fix("/b.ts", 1, "x").edits], imports: [] };
    const all = [named("a", shared), named("b", both), named("c", fix("/b.ts", 1, "x"))];
    expect(groups(...all)).toEqual([["a", "b", "c"]]);
  });

  test("but not where file, place or text is another, or there is no fix", () => {
    const all = [
      named("a", fix("/a.ts", 1, "x")),
      named("b", fix("/b.ts", 1, "x")),
      named("c", fix("/a.ts", 2, "x")),
      named("d", fix("/a.ts", 1, "y")),
      named("e"),
      named("f"),
    ];
    expect(groups(...all)).toEqual([["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]);
  });
});

describe("where a part of a server was named", () => {
  const head = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { S3Client } from "@aws-sdk/client-s3";
`;
  const source = (name: string) => `${head}const s3 = new S3Client({});
export const register = (server: McpServer) => server.tool("${name}", {}, async () => s3.config);
`;
  const files = {
    "package.json": `{ "type": "module", "dependencies": { "@modelcontextprotocol/sdk": "^1.25.0" } }`,
    "src/one/a.ts": source("a"),
    "src/two/b.ts": source("b"),
    "src/two/broken.ts": `${head}const = ;\n`,
    "src/index.ts": `${head}import { handler } from "./two/handler.js";
export const server = new McpServer({ name: "n", version: "1" });
server.tool("c", {}, handler);
`,
    "src/two/handler.ts": "export const handler = async () => ({ content: [] });\n",
  };

  async function seen(...paths: string[]) {
    const folder = folderWith(files);
    const store = createFileStore();
    const targets = paths.map((path) => `${folder}/${path}`);
    const [server] = discover(targets, languages, store).servers;
    if (!server) throw new Error("no server found");
    const { scan } = await planServer(server, store, defaults);
    return {
      tools: scan.tools.map(({ name }) => name).sort(),
      findings: scan.findings.map(({ place }) => relative(folder, place.file)),
      problems: scan.problems.map(({ file }) => relative(folder, file)),
    };
  }

  test("only what lies in it is planned: tools, findings and problems", async () => {
    expect(await seen("src/one")).toEqual({
      tools: ["a"],
      findings: ["src/one/a.ts"],
      problems: [],
    });
    const two = await seen("src/two");
    expect(two).toMatchObject({ tools: ["b"], problems: ["src/two/broken.ts"] });
    expect(new Set(two.findings)).toEqual(new Set(["src/two/b.ts"]));
  });

  test("several parts are planned together", async () => {
    expect(await seen("src/one", "src/index.ts")).toMatchObject({ tools: ["a", "c"] });
  });
});
