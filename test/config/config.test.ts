/** The configuration: where it may stand, how a mistake in it is named, what editors are told. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { folderWith, retrofit } from "../support/program.js";

const server = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
export const server = new McpServer({ name: "notes", version: "1.0.0" });
server.tool("read_note", async () => ({ content: [] }));
server.tool("ping", async () => ({ content: [] }));
`;
const dependencies = { "@modelcontextprotocol/sdk": "^1.25.0", zod: "^3.25.0" };
const manifest = (more: object = {}) =>
  JSON.stringify({ name: "notes", type: "module", dependencies, ...more }, null, 2);
const notes = { "package.json": manifest(), "src/server.ts": server };
const ignore = { ping: "reaches no AWS API" };

const python = `from mcp.server.fastmcp import FastMCP
mcp = FastMCP('notes')
@mcp.tool()
def ping() -> str:
    return 'pong'
@mcp.tool()
def read_note(name: str) -> str:
    return name
`;
/** Functions that put what the others return into a list, and tools made of what they return. */
const tangled = [
  "from mcp.server.fastmcp import FastMCP",
  "mcp = FastMCP('notes')",
  ...range(9).flatMap((own) => [
    `def part_${own}(name):`,
    "    found = [name]",
    ...range(9).flatMap((at) => (at === own ? [] : [`    found.append(part_${at}(name))`])),
    "    return found",
  ]),
  ...range(50).map((at) => `mcp.add_tool(part_${at % 9}(${at})[0])`),
  "",
].join("\n");
function range(length: number): number[] {
  return [...Array(length).keys()];
}
const project = (more: string) =>
  `[project]\nname = "notes"\nversion = "1"\ndependencies = []\n${more}`;

describe("stands in", () => {
  test.each([
    ["retrofit.config.json", { ...notes, "retrofit.config.json": JSON.stringify({ ignore }) }],
    [
      "retrofit.config.json with comments and $schema",
      {
        ...notes,
        "retrofit.config.json": `{\n  // why\n  "$schema": "x.json",\n  "ignore": ${JSON.stringify(ignore)},\n}`,
      },
    ],
    ["package.json", { ...notes, "package.json": manifest({ retrofit: { ignore } }) }],
    [
      "pyproject.toml",
      {
        "pyproject.toml": project('[tool.retrofit.ignore]\nping = "reaches no AWS API"\n'),
        "notes/__init__.py": "",
        "notes/server.py": python,
      },
    ],
    [
      "pyproject.toml, in a table of tools",
      {
        "pyproject.toml": project(
          '[tool]\nretrofit = { ignore = { ping = "reaches no AWS API" } }\n',
        ),
        "notes/__init__.py": "",
        "notes/server.py": python,
      },
    ],
    [
      "pyproject.toml, in quotes",
      {
        "pyproject.toml": project('["tool" . "retrofit".ignore]\nping = "reaches no AWS API"\n'),
        "notes/__init__.py": "",
        "notes/server.py": python,
      },
    ],
    [
      "a folder above, in the same repository",
      {
        ".git/HEAD": "",
        "retrofit.config.json": JSON.stringify({ ignore }),
        "servers/notes/package.json": manifest(),
        "servers/notes/src/server.ts": server,
      },
    ],
  ])("%s", (_, files: Record<string, string>) => {
    const { stdout, code } = retrofit(["check", "."], { cwd: folderWith(files) });
    expect(stdout).toContain(
      "2 tools found = 0 migrated + 0 partial + 1 pending + 0 unsupported + 1 ignored",
    );
    expect(code).toBe(1);
  });

  test("no dependency of pyproject.toml that bears the product's name", () => {
    const cwd = folderWith({
      "pyproject.toml": project("").replace(
        "[project]",
        '[project.optional-dependencies]\ndev = ["mcp-retrofit"]\n\n[project]',
      ),
      "notes/__init__.py": "",
      "notes/server.py": python,
    });
    expect(retrofit(["check", "."], { cwd }).stdout).toContain("2 pending");
  });

  test("no dependency that bears the product's name", () => {
    const named = manifest({ dependencies: { ...dependencies, retrofit: "1" } });
    const cwd = folderWith({ ...notes, "package.json": named });
    expect(retrofit(["check", "."], { cwd }).stdout).toContain("2 pending");
  });
});

describe("a mistake is named with line and column:", () => {
  test.each([
    [
      "retrofit.config.json",
      '{\n  "postion": "last"\n}',
      'retrofit.config.json:2:3: unknown key "postion"',
    ],
    [
      "retrofit.config.json",
      '{ "position": "second" }',
      'retrofit.config.json:1:3: "position" must be one of',
    ],
    [
      "retrofit.config.json",
      '{\n  "ignore": { "ping": " " } }',
      'retrofit.config.json:2:15: "ignore.ping" must give',
    ],
    ["retrofit.config.json", '{ "style": ', "retrofit.config.json:1:12: not valid JSON"],
    [
      "package.json",
      manifest({ retrofit: { style: "fancy" } }),
      'package.json:9:5: "style" must be one of',
    ],
    [
      "pyproject.toml",
      project('[tool.retrofit]\nstyel = "inline"\n'),
      'pyproject.toml:6:1: unknown key "styel"',
    ],
    [
      "pyproject.toml",
      project('[tool]\nretrofit = { styel = "inline" }\n'),
      'pyproject.toml:6:1: unknown key "styel"',
    ],
    ["pyproject.toml", 'tool = { retrofit = { styel = "inline" } }\n', "pyproject.toml:1:1"],
    [
      "pyproject.toml",
      `tool.retrofit.ignore = 3
${project("")}`,
      "pyproject.toml:1:1",
    ],
  ])("%s: %s", (name, text, expected) => {
    const sources = name.endsWith(".toml") ? { "server.py": python } : notes;
    const { code, stderr } = retrofit(["check", "."], {
      cwd: folderWith({ ...sources, [name]: text }),
    });
    expect(stderr).toContain(expected);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(code).toBe(2);
  });

  test("two files in one folder are one too many", () => {
    const cwd = folderWith({
      "package.json": manifest({ retrofit: { ignore } }),
      "src/server.ts": server,
      "retrofit.config.json": "{}",
    });
    const { code, stderr } = retrofit(["check", "."], { cwd });
    expect(stderr).toMatch(/retrofit\.config\.json and .*package\.json both configure retrofit/);
    expect(code).toBe(2);
  });
});

describe("a program that no server starts", () => {
  const starting = server.replace(
    "server.tool",
    'import { execFile } from "node:child_process";\nexecFile("chaos", ["run"]);\nserver.tool',
  );
  const stdoutWith = (programs: object): string => {
    const texts = { "package.json": manifest(), "src/server.ts": starting };
    const cwd = folderWith({ ...texts, "retrofit.config.json": JSON.stringify({ programs }) });
    return retrofit(["check", "."], { cwd }).stdout;
  };

  test("is a warning at its entry", () => {
    expect(stdoutWith({ chaos: "aws", caos: "none: a slip" })).toContain(
      'retrofit.config.json:1:28: warning: unused-program: no server is seen to start "caos"',
    );
  });

  test("is nothing where all are started", () => {
    expect(stdoutWith({ chaos: "aws" })).not.toContain("unused-program");
  });
});

describe("a tool that no server has", () => {
  const misspelt = JSON.stringify({ ignore: { ...ignore, pnig: "a slip" } });
  const files = { ...notes, "retrofit.config.json": misspelt };

  test("is a warning at its entry", () => {
    const { stdout } = retrofit(["check", "."], { cwd: folderWith(files) });
    expect(stdout).toContain(
      'retrofit.config.json:1:40: warning: unused-ignore: no tool is named "pnig"',
    );
    expect(stdout).not.toContain('no tool is named "ping"');
  });

  test("is not known where only a part of the servers is looked at", () => {
    const cwd = folderWith({
      ".git/HEAD": "",
      "retrofit.config.json": misspelt,
      "a/package.json": manifest(),
      "a/src/server.ts": server,
      "b/package.json": manifest(),
      "b/src/server.ts": server.replaceAll("ping", "pnig"),
    });
    expect(retrofit(["check", "a"], { cwd }).stdout).not.toContain("unused-ignore");
    expect(retrofit(["check", "."], { cwd }).stdout).not.toContain("unused-ignore");
  });
});

describe("nothing is said of entries", () => {
  const entries = '[tool.retrofit]\nignore.pnig = "a slip"\nprograms.caos = "aws"\n';
  const texts = { "pyproject.toml": project(entries), "notes/__init__.py": "" };
  const stdoutWith = (more: Record<string, string>): string =>
    retrofit(["check", "."], { cwd: folderWith({ ...texts, "notes/server.py": python, ...more }) })
      .stdout;
  const ofEntries = /unused-(ignore|program)/;

  test("where a file does not parse, which may have what they are about", () => {
    expect(stdoutWith({})).toMatch(ofEntries);
    expect(stdoutWith({ "notes/broken.py": "import subprocess\nmcp.tool(\n" })).not.toMatch(
      ofEntries,
    );
  });

  test("where the scan had to be cut short", () => {
    const stdout = stdoutWith({ "notes/server.py": tangled });
    expect(stdout).toContain("scan-cut-short");
    expect(stdout).not.toMatch(ofEntries);
  });
});

test("editors get a schema with the same keys", () => {
  const text = readFileSync(new URL("../../dist/config.schema.json", import.meta.url), "utf8");
  const schema = JSON.parse(text);
  expect(schema.additionalProperties).toBe(false);
  expect(Object.keys(schema.properties)).toEqual([
    "$schema",
    "position",
    "style",
    "ignore",
    "allowUnproven",
    "ignorePaths",
    "severity",
    "expect",
    "programs",
  ]);
  expect(schema.required).toEqual([]);
});
