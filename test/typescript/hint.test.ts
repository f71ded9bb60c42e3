/** What is said of a package in which no tool was found. */

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { createFileStore } from "../../src/disk/files.js";
import { hint } from "../../src/languages/typescript/hint.js";

function folderWith(texts: Readonly<Record<string, object>>): string {
  const folder = mkdtempSync(join(tmpdir(), "retrofit-hint-"));
  mkdirSync(join(folder, ".git"));
  for (const [path, content] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(content));
  }
  return folder;
}

test("names an MCP library that is not supported", () => {
  const dependencies = { "@tmcp/adapter-valibot": "^0.1.0", tmcp: "^1.0.0" };
  const folder = folderWith({ "package.json": { dependencies } });
  expect(hint(folder, createFileStore())).toContain("depends on tmcp, a library");
});

const shared = { name: "@acme/shared", dependencies: { "@modelcontextprotocol/server": "^2.0.0" } };
const plain = { name: "@acme/plain", dependencies: { zod: "^4.0.0" } };

test.each([
  ["@acme/shared", true],
  ["@acme/plain", false],
])("names the workspace where a package of it may register the tools: %s", (name, isSaid) => {
  const folder = folderWith({
    "package.json": { workspaces: ["apps/*", "packages/*"] },
    "packages/shared/package.json": shared,
    "packages/plain/package.json": plain,
    "apps/one/package.json": { name: "one", dependencies: { [name]: "*" } },
  });
  const said = hint(join(folder, "apps/one"), createFileStore());
  expect(said).toEqual(isSaid ? expect.stringContaining(`folder: ${folder}`) : undefined);
});

test("says nothing of other packages", () => {
  const folder = folderWith({ "package.json": { dependencies: { express: "^5.0.0" } } });
  expect(hint(folder, createFileStore())).toBeUndefined();
});
