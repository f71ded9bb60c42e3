/** Which file an import means: relative, by tsconfig paths, of the package itself, of its workspace. */

import { join } from "node:path";
import { expect, test } from "vitest";
import { createFileStore, type FileStore } from "../../src/disk/files.js";
import { createResolver } from "../../src/languages/typescript/project/resolve.js";
import type { Server } from "../../src/types.js";

const root = "/nowhere/shop";

function storeOf(texts: Record<string, string>): FileStore {
  const files = Object.entries(texts).map(
    ([path, text]) => [join(root, path), Buffer.from(text)] as const,
  );
  return createFileStore().over(new Map(files));
}

function resolved(texts: Record<string, string>, from: string, specifier: string) {
  const server: Server = { language: "typescript", root, name: "shop", files: [] };
  const found = createResolver(server, storeOf(texts))(join(root, from), specifier);
  return found?.slice(root.length + 1);
}

test.each([
  ["./tool.js", "src/tool.ts"],
  ["./tool", "src/tool.ts"],
  ["./tool.ts", "src/tool.ts"],
  ["./view.js", "src/view.tsx"],
  ["./old.js", "src/old.js"],
  ["./deep", "src/deep/index.ts"],
  ["./deep/index.js", "src/deep/index.ts"],
  ["./v1.2", "src/v1.2.ts"],
  ["./missing.js", undefined],
  ["zod", undefined],
])("relative: %s", (specifier, expected) => {
  const paths = ["tool.ts", "view.tsx", "old.js", "deep/index.ts", "v1.2.ts", "index.ts"];
  const texts = Object.fromEntries(paths.map((path) => [`src/${path}`, ""]));
  expect(resolved(texts, "src/index.ts", specifier)).toBe(expected);
});

test("a source wins over what it was compiled to", () => {
  const texts = { "src/tool.js": "", "src/tool.ts": "" };
  expect(resolved(texts, "src/index.ts", "./tool.js")).toBe("src/tool.ts");
});

test("paths of the governing tsconfig, comments and extends included", () => {
  const texts = {
    "tsconfig.json": '{ /* ours */ "extends": "./config/base.json" }',
    "config/base.json":
      '{ "compilerOptions": { "paths": { "@/*": ["../src/*"], "@/deep/*": ["../other/*"] } } }',
    "src/a.ts": "",
    "other/b.ts": "",
  };
  expect(resolved(texts, "src/index.ts", "@/a")).toBe("src/a.ts");
  expect(resolved(texts, "src/index.ts", "@/deep/b.js")).toBe("other/b.ts");
});

test("baseUrl", () => {
  const texts = {
    "tsconfig.json": '{ "compilerOptions": { "baseUrl": "src" } }',
    "src/a/b.ts": "",
  };
  expect(resolved(texts, "src/index.ts", "a/b")).toBe("src/a/b.ts");
});

test("the package's own imports and its own name", () => {
  const texts = {
    "package.json": JSON.stringify({
      name: "@acme/shop",
      imports: { "#lib/*": "./src/lib/*.ts" },
      exports: { ".": "./dist/index.js", "./names": { import: "./dist/names.js" } },
    }),
    "src/index.ts": "",
    "src/names.ts": "",
    "src/lib/x.ts": "",
  };
  expect(resolved(texts, "src/index.ts", "#lib/x")).toBe("src/lib/x.ts");
  expect(resolved(texts, "src/tool.ts", "@acme/shop")).toBe("src/index.ts");
  expect(resolved(texts, "src/tool.ts", "@acme/shop/names")).toBe("src/names.ts");
});
