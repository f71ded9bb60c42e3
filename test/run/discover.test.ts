/** Which servers are found under a path, and which files belong to them. */

import { relative } from "node:path";
import { expect, test } from "vitest";
import { createFileStore } from "../../src/disk/files.js";
import { languages } from "../../src/languages/registry.js";
import { discover } from "../../src/run/discover.js";
import { folderWith } from "../support/program.js";

const manifest = `{ "dependencies": { "@modelcontextprotocol/sdk": "^1.25.0" } }\n`;
const source = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\n`;
const python = "from mcp.server.fastmcp import FastMCP\n";

function found(folder: string, ...paths: string[]) {
  const { servers, problems } = discover(
    paths.map((path) => `${folder}/${path}`),
    languages,
    createFileStore(),
  );
  expect(problems).toEqual([]);
  return servers.map(({ language, root, files, only }) => ({
    language,
    root: relative(folder, root),
    files: files.map((file) => relative(root, file)),
    ...(only && { only: only.map((path) => relative(root, path)) }),
  }));
}

test("every package of a monorepo that mentions MCP, each with its own files", () => {
  const folder = folderWith({
    "package.json": "{}",
    "packages/a/package.json": manifest,
    "packages/a/src/index.ts": source,
    "packages/a/dist/index.js": source,
    "packages/b/package.json": "{}",
    "packages/b/index.ts": "export const b = 1;\n",
    "servers/c/pyproject.toml": "",
    "servers/c/c/server.py": python,
    "node_modules/d/index.js": source,
  });
  expect(found(folder, ".")).toEqual([
    { language: "typescript", root: "packages/a", files: ["src/index.ts"] },
    { language: "python", root: "servers/c", files: ["c/server.py"] },
  ]);
});

test("each folder of a monorepo without manifests that Python cannot import from outside", () => {
  const sources = {
    "servers/a-server/server.py": python,
    "servers/a-server/handlers/a.py": python,
    "servers/a-server/unit-tests/test_a.py": python,
    "servers/b-server/server.py": python,
    "servers/shared.py": python,
  };
  expect(found(folderWith(sources), ".")).toEqual([
    {
      language: "python",
      root: "servers/a-server",
      files: ["handlers/a.py", "server.py", "unit-tests/test_a.py"],
    },
    { language: "python", root: "servers/b-server", files: ["server.py"] },
    { language: "python", root: "", files: ["servers/shared.py"] },
  ]);
  const { [0]: all } = found(folderWith({ ...sources, "pyproject.toml": "" }), ".");
  expect(all?.files).toHaveLength(5);
});

test("a folder or a file inside a server stands for that part of it", () => {
  const folder = folderWith({
    "package.json": manifest,
    "src/a.ts": source,
    "src/tools/b.ts": source,
    "src/tools/c.ts": "",
  });
  const server = {
    language: "typescript",
    root: "",
    files: ["src/a.ts", "src/tools/b.ts", "src/tools/c.ts"],
  };
  expect(found(folder, "src/tools")).toEqual([{ ...server, only: ["src/tools"] }]);
  expect(found(folder, "src/a.ts", "src/tools/b.ts")).toEqual([
    { ...server, only: ["src/a.ts", "src/tools/b.ts"] },
  ]);
  expect(found(folder, "src/a.ts", ".")).toEqual([server]);
});

test("sources without a manifest are a server of their own", () => {
  const folder = folderWith({ "one/server.py": python });
  expect(found(folder, "one")).toEqual([{ language: "python", root: "one", files: ["server.py"] }]);
});

test("declarations, and what git ignores at any depth, are left out", () => {
  const folder = folderWith({
    ".git/HEAD": "",
    ".gitignore": "*.gen.ts\nlib/\n",
    "server/package.json": manifest,
    "server/.gitignore": "private/\n!kept.gen.ts\n",
    "server/ui/.gitignore": "!lib/\n",
    "server/a.ts": source,
    "server/a.d.ts": source,
    "server/b.gen.ts": source,
    "server/kept.gen.ts": source,
    "server/private/c.ts": source,
    "server/lib/d.ts": source,
    "server/ui/lib/e.ts": source,
  });
  expect(found(folder, "server")).toEqual([
    { language: "typescript", root: "server", files: ["a.ts", "kept.gen.ts", "ui/lib/e.ts"] },
  ]);
});
