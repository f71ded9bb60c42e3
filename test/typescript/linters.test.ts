/** The settings that keep a server's linters and formatters off the copied files. */

import { expect, test } from "vitest";
import { keptFromLinters } from "../../src/languages/typescript/supply/linters/index.js";
import { applied, memoryServer, root } from "../support/typescript-server.js";

function quieted(texts: Record<string, string>, packageJson: object = {}) {
  const memory = memoryServer({ "package.json": JSON.stringify(packageJson), ...texts });
  const services = `${root}/src/services`;
  const copies = [`${services}/index.ts`, `${root}/src/entrypoint.ts`, `${root}/Dockerfile`].map(
    (path) => ({ path, content: "// SPDX-License-Identifier: MIT-0\nx\n" }),
  );
  const quiet = keptFromLinters(memory.server, memory.files, copies, services);
  const files = quiet.files.map(({ path, content }) => [path.slice(root.length + 1), content]);
  const commented = quiet.copies.filter(({ content }) =>
    content.includes("\n/* eslint-disable */\nx"),
  );
  return {
    ...applied(quiet.edits, memory),
    ...Object.fromEntries(files),
    commented: commented.map(({ path }) => path.slice(root.length + 1)),
  };
}

const ignores = '{ ignores: ["src/services/**", "src/entrypoint.ts"] }';

test.each([
  [
    "export default [\n  js.configs.recommended,\n];\n",
    `export default [\n  ${ignores},\n  js.configs.recommended,\n];\n`,
  ],
  ["export default [a];\n", `export default [${ignores}, a];\n`],
  ["module.exports = [];\n", `module.exports = [${ignores}];\n`],
  [
    "export default tseslint.config(\n  a,\n);\n",
    `export default tseslint.config(\n  ${ignores},\n  a,\n);\n`,
  ],
  [
    "export default defineConfig([\n  a,\n]);\n",
    `export default defineConfig([\n  ${ignores},\n  a,\n]);\n`,
  ],
  [
    "const all = [a];\nexport default all;\n",
    `const all = [${ignores}, a];\nexport default all;\n`,
  ],
])("a flat configuration of ESLint: %s", (before, after) => {
  const made = quieted({ "eslint.config.js": before });
  expect(made).toEqual({ "eslint.config.js": after, commented: [] });
  expect(quieted({ "eslint.config.js": after })).toEqual({ commented: [] });
});

test.each([
  [{ "eslint.config.js": "export default compose();\n" }, {}],
  [{ ".eslintrc.json": "{}" }, {}],
  [{}, { eslintConfig: {} }],
  [{}, { devDependencies: { xo: "^1.0.0" } }],
])("a comment where the settings are not written out: %j %j", (texts, packageJson) => {
  expect(quieted(texts, packageJson).commented).toEqual([
    "src/services/index.ts",
    "src/entrypoint.ts",
  ]);
});

test("nothing where there is no linter", () => {
  expect(quieted({})).toEqual({ commented: [] });
});

test("prettier's ignore file, new or longer", () => {
  const uses = { devDependencies: { prettier: "^3.0.0" } };
  const lines = "src/services/\nsrc/entrypoint.ts\n";
  expect(quieted({}, uses)).toEqual({ ".prettierignore": lines, commented: [] });
  expect(quieted({ ".prettierignore": "dist" })).toEqual({
    ".prettierignore": `dist\n${lines}`,
    commented: [],
  });
});

const schema = (version: string) =>
  `"$schema": "https://biomejs.dev/schemas/${version}/schema.json"`;

test.each([
  [
    `{\n  ${schema("2.3.0")}\n}\n`,
    `{\n  ${schema("2.3.0")},\n  "files": { "includes": ["**", "!src/services", "!src/entrypoint.ts"] }\n}\n`,
  ],
  [
    `{\n  ${schema("2.0.0")},\n  "files": {\n    "includes": ["src/**"]\n  }\n}\n`,
    `{\n  ${schema("2.0.0")},\n  "files": {\n    "includes": ["src/**", "!src/services/**", "!src/entrypoint.ts"]\n  }\n}\n`,
  ],
  [
    `{\n  ${schema("1.9.4")},\n  "files": {\n    "maxSize": 1\n  }\n}\n`,
    `{\n  ${schema("1.9.4")},\n  "files": {\n    "maxSize": 1,\n    "ignore": ["src/services/**", "src/entrypoint.ts"]\n  }\n}\n`,
  ],
])("Biome's configuration: %s", (before, after) => {
  expect(quieted({ "biome.json": before })).toEqual({ "biome.json": after, commented: [] });
});
