/** What the package holds: what documents and reports lead to, whose code is in it, and nothing that builds it. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { rules } from "../../src/rules/index.js";
import { run } from "../support/program.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("pages, licences, schemas and the bill of materials; no sources, and nothing that runs at an installation", () => {
  const { stdout } = run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      "dist/LICENSES.txt",
      "dist/sbom.cdx.json",
      "dist/check.schema.json",
      "dist/config.schema.json",
      "dist/sql-wasm.cjs",
      "dist/sql-wasm.wasm",
      "docs/deploy/server.yaml",
      "docs/deploy/terraform/target-account/main.tf",
      "dist/plan.schema.json",
      ...Object.keys(rules).map((rule) => `docs/rules/${rule}.md`),
    ]),
  );
  expect(paths.filter((path) => /^(src|test|build|fixtures)\//.test(path))).toEqual([]);
  const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
  expect(scripts).not.toHaveProperty("install");
  expect(scripts).not.toHaveProperty("preinstall");
  expect(scripts).not.toHaveProperty("postinstall");
});

test("the licence of everything in it, the grammars' too, and all of it in the bill of materials", () => {
  const licences = readFileSync(`${root}/dist/LICENSES.txt`, "utf8");
  const held = [...licences.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+) (\d+\.\d+\.\d+)$/gm)];
  const names = held.map(([, name, version]) => `${name}@${version}`);
  expect(names.join()).toMatch(/pgpass.*sql\.js.*tree-sitter-bash.*tree-sitter-python.*valibot/);
  const bill = JSON.parse(readFileSync(`${root}/dist/sbom.cdx.json`, "utf8"));
  const listed = bill.components.map(({ group, name, version }: Record<string, string>) =>
    group ? `${group}/${name}@${version}` : `${name}@${version}`,
  );
  expect(listed).toEqual(expect.arrayContaining(names));
  expect(listed.join()).toMatch(/ts-morph.*botocore/);
  expect(bill.metadata.component.name).toBe("mcp-retrofit");
  expect(bill).not.toHaveProperty("serialNumber");
});
