/** The command of a project's own formatter, for the files that change. */

import { join } from "node:path";
import { expect, test } from "vitest";
import { createFileStore } from "../../src/disk/files.js";
import { formatterOf as pythonFormatterOf } from "../../src/languages/python/supply/formatter.js";
import { formatNote } from "../../src/languages/supply/formatter.js";
import { formatterOf } from "../../src/languages/typescript/supply/formatter.js";
import type { Server } from "../../src/types.js";

const root = "/nowhere/server";
const server: Server = { language: "typescript", root, name: "server", files: [] };

function filesWith(texts: Readonly<Record<string, string>>) {
  const entries = Object.entries(texts).map(
    ([path, text]) => [join(root, path), Buffer.from(text)] as const,
  );
  return createFileStore().over(new Map(entries));
}

test.each([
  ["npx prettier --write", { "package.json": '{"devDependencies":{"prettier":"3"}}' }],
  [
    "pnpm exec biome format --write",
    { "package.json": '{"devDependencies":{"@biomejs/biome":"2"}}', "pnpm-lock.yaml": "" },
  ],
  [
    "npx prettier --write",
    {
      "package.json": '{"devDependencies":{"@biomejs/biome":"2","prettier":"3"}}',
      "biome.json": '{ "formatter": { "enabled": false } }',
    },
  ],
  ["bunx dprint fmt", { "package.json": '{"devDependencies":{"dprint":"1"}}', "bun.lock": "" }],
  [undefined, { "package.json": "{}" }],
])("of TypeScript: %s", (command, texts) => {
  expect(formatterOf(server, filesWith(texts))).toBe(command);
});

test.each([
  ["ruff format", { "pyproject.toml": "[tool.ruff.lint]\n" }],
  ["uv run ruff format", { "ruff.toml": "", "uv.lock": "" }],
  ["black", { "pyproject.toml": "[tool.black]\n[tool.ruff]\n" }],
  [undefined, { "pyproject.toml": "[project]\n" }],
])("of Python: %s", (command, texts) => {
  expect(pythonFormatterOf(server, filesWith(texts))).toBe(command);
});

test("names a few files, and asks git for many", () => {
  const scanOf = (count: number) => ({
    tools: [],
    findings: Array.from({ length: count }, (_, index) => ({
      rule: "aws-client",
      severity: "error" as const,
      place: { file: join(root, `${index}.ts`), line: 1, column: 1 },
      message: "",
      fix: { edits: [{ file: join(root, `src/${index}.ts`), offset: 0, text: " " }], imports: [] },
    })),
  });
  const said = (count: number) =>
    formatNote(server, scanOf(count), "fmt").map((each) => each.remedy);
  expect(said(2)).toEqual(["run `fmt src/0.ts src/1.ts`"]);
  expect(said(7)).toEqual(["run `git diff --name-only --relative -z -- '*.ts' | xargs -0 fmt`"]);
  expect(said(0)).toEqual([]);
});
