/** What is built, installed or cached beside the sources adds no tool and changes none, in git and outside of it. */

import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, retrofit, run } from "../support/program.js";

type Files = Readonly<Record<string, string>>;

interface Server {
  readonly sources: Files;
  /** What the tools of its language leave beside the sources. */
  readonly built: Files;
  readonly gitignore: string;
}

const tool = (name: string) => `server.tool("${name}", "Lists.", {}, async () => {
  return { content: [{ type: "text", text: JSON.stringify(await s3.send(new ListBucketsCommand({}))) }] };
});
`;
const module = (
  ...tools: string[]
) => `import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

const s3 = new S3Client({});
const server = new McpServer({ name: "s", version: "1.0.0" });
${tools.map(tool).join("")}`;
const common = `const { McpServer } = require("@modelcontextprotocol/sdk/server/mcp.js");
const server = new McpServer({ name: "s", version: "1.0.0" });
${tool("list")}`;

const manifest = JSON.stringify({
  name: "s",
  type: "module",
  main: "lib/index.js",
  scripts: {
    build: "tsc && npm run bundle",
    bundle: "esbuild src/index.ts --bundle --outfile=bundle/server.cjs",
  },
  dependencies: { "@aws-sdk/client-s3": "^3.800.0", "@modelcontextprotocol/sdk": "^1.20.0" },
});

const python = (name: string) => `import boto3
from fastmcp import FastMCP

mcp = FastMCP("s")


@mcp.tool()
def ${name}() -> dict:
    """List."""
    return boto3.client("s3").list_buckets()


if __name__ == "__main__":
    mcp.run()
`;

const servers: Record<string, Server> = {
  TypeScript: {
    sources: {
      "package.json": manifest,
      "tsconfig.json": `{ "compilerOptions": { "outDir": "lib", "rootDir": "src", "module": "nodenext" } }`,
      "src/index.ts": module("list"),
      "scripts/beside.js": common,
    },
    built: {
      "src/index.js": module("list"),
      "lib/index.js": module("list"),
      "lib/index.d.ts": "export {};\n",
      "dist/index.js": module("list"),
      "dist/esm/index.mjs": module("list"),
      "build/index.js": module("list", "older"),
      "out/index.js": common,
      "bundle/server.cjs": common,
      ".next/server/app.js": common,
      ".output/server/index.mjs": module("list"),
      ".aws-sam/build/F/index.js": common,
      "cdk.out/asset.1/index.js": common,
      ".serverless/build/index.js": common,
      ".vercel/output/functions/index.js": common,
      "coverage/lcov-report/index.js": common,
      "node_modules/@modelcontextprotocol/sdk/package.json": `{ "name": "@modelcontextprotocol/sdk", "version": "1.20.0" }`,
      "node_modules/@modelcontextprotocol/sdk/dist/esm/server/mcp.js":
        "export class McpServer {}\n",
      "node_modules/other/package.json": `{ "name": "other", "main": "index.js" }`,
      "node_modules/other/index.js": common,
    },
    gitignore:
      "/src/*.js\n/lib\n/dist\n/build\n/out\n/bundle\n.next\n.output\n.aws-sam\ncdk.out\n.serverless\n.vercel\ncoverage\nnode_modules\n",
  },
  Python: {
    sources: {
      "pyproject.toml": `[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "s"
version = "1.0.0"
dependencies = ["boto3", "fastmcp"]

[project.scripts]
s = "s.server:main"
`,
      "s/__init__.py": "",
      "s/server.py": python("list_buckets"),
    },
    built: {
      "build/lib/s/__init__.py": "",
      "build/lib/s/server.py": python("list_buckets"),
      "dist/s-1.0.0/s/server.py": python("list_buckets"),
      "dist/s-1.0.0-py3-none-any.whl": "PK",
      "s.egg-info/SOURCES.txt": "s/server.py\n",
      "s.egg-info/generated.py": python("of_egg_info"),
      ".eggs/other.egg/other/server.py": python("of_eggs"),
      "s/__pycache__/server.cpython-311.pyc": "\0\0",
      "s/__pycache__/stray.py": python("of_cache"),
      ".venv/lib/python3.11/site-packages/fastmcp/__init__.py": "class FastMCP: ...\n",
      ".venv/lib/python3.11/site-packages/other/server.py": python("other"),
      "env/pyvenv.cfg": "home = /usr/bin\n",
      "env/lib/python3.11/other/server.py": python("other"),
      "python-env/pyvenv.cfg": "home = /usr/bin\n",
      "python-env/other.py": python("other"),
      "__pypackages__/3.11/lib/other/server.py": python("other"),
      ".aws-sam/build/F/server.py": python("list_buckets"),
      "cdk.out/asset.1/server.py": python("list_buckets"),
      "htmlcov/stray.py": python("other"),
    },
    gitignore:
      "build/\ndist/\n*.egg-info/\n.eggs/\n__pycache__/\n.venv\n/env/\npython-env\n__pypackages__\n.aws-sam\ncdk.out\nhtmlcov\n",
  },
};

/** What a run says of tools and findings, and what it would write into the sources. */
function said(files: Files, isInGit: boolean) {
  const cwd = folderWith(files);
  if (isInGit) expect(run("git", ["init", "-q"], { cwd }).code).toBe(0);
  const [dry, check] = [retrofit(["--dry-run", "."], { cwd }), retrofit(["check", "."], { cwd })];
  // Dependencies follow the versions that are installed, and what is added has the folder's name in it.
  const edits = dry.stdout.split(/^(?=diff --git )/m).filter((each) => isOfSource(each));
  const report = check.stdout.replaceAll(basename(cwd), "SERVER");
  return { edits, codes: [dry.code, check.code], check: report, errors: check.stderr };
}

function isOfSource(diff: string): boolean {
  return !/^new file mode/m.test(diff) && !diff.startsWith("diff --git a/package.json ");
}

describe.each(Object.entries(servers))("%s", (_, { sources, built, gitignore }) => {
  test("outside of git", () => {
    const alone = said(sources, false);
    expect(alone.check).toMatch(/^\d tools? found = .* [12] pending/m);
    expect(said({ ...sources, ...built }, false)).toEqual(alone);
  });

  test("ignored by git", () => {
    const ignoring = { ...sources, ".gitignore": gitignore };
    expect(said({ ...ignoring, ...built }, true)).toEqual(said(ignoring, true));
  });
});
