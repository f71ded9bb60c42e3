/** jest's `moduleNameMapper` gets a rule for the copied modules where it has none that takes them. */

import { beforeAll, expect, test } from "vitest";
import { defaults } from "../../src/config/load.js";
import { supply } from "../../src/languages/typescript/supply/index.js";
import type { Scan, Supply } from "../../src/types.js";
import { compileTemplates } from "../support/templates.js";
import { applied, type Memory, memoryServer, root } from "../support/typescript-server.js";

const source = 'import "@modelcontextprotocol/sdk/server/mcp.js";\nimport "./other.js";\n';
const rule = '"^(\\\\.{1,2}/.*)\\\\.js$": "$1"';

function jestServer(texts: Record<string, string>, packageJson: object = {}): Memory {
  const manifest = { type: "module", scripts: { test: "jest" }, ...packageJson };
  const tested = { "src/server.ts": source, "test/server.test.ts": "" };
  return memoryServer({ "package.json": JSON.stringify(manifest, null, 2), ...tested, ...texts });
}

function supplied({ server, files }: Memory): Supply {
  const file = `${root}/src/server.ts`;
  const place = { file, line: 1, column: 1 };
  const fix = { edits: [{ file, offset: 0, text: " " }], imports: [] };
  const tool = { name: "list", form: "tool", place, state: "pending" as const, missing: [], fix };
  const scan: Scan = { tools: [tool], findings: [], problems: [] };
  return supply(server, files, scan, defaults);
}

function textAfter(memory: Memory, file: string): string | undefined {
  return applied(supplied(memory).edits, memory)[file];
}

function findingsOf(memory: Memory) {
  return supplied(memory).findings.filter(({ rule }) => rule === "jest-imports");
}

beforeAll(compileTemplates);

test.each([
  ["as the last of some", '{\n  "moduleNameMapper": {\n    "^z$": "./y"\n  }\n}\n'],
  ["into an empty one", '{\n  "moduleNameMapper": {}\n}\n'],
  [
    "where an earlier rule takes one of them",
    '{"moduleNameMapper":{"(.+)/index\\\\.js":"$1/index"}}',
  ],
])("jest.config.json: %s", (_name, before) => {
  const memory = jestServer({ "jest.config.json": before });
  const after = textAfter(memory, "jest.config.json") ?? "";
  const { moduleNameMapper } = JSON.parse(after) as { moduleNameMapper: object };
  expect(Object.entries(moduleNameMapper).at(-1)).toEqual(["^(\\.{1,2}/.*)\\.js$", "$1"]);
  expect(textAfter(jestServer({ "jest.config.json": after }), "jest.config.json")).toBeUndefined();
  expect(findingsOf(memory)).toEqual([]);
});

test("the jest key of package.json, beside the dependencies", () => {
  const memory = jestServer({}, { jest: { moduleNameMapper: { "^z$": "./y" } }, dependencies: {} });
  const after = JSON.parse(textAfter(memory, "package.json") ?? "{}");
  expect(Object.keys(after.jest.moduleNameMapper)).toEqual(["^z$", "^(\\.{1,2}/.*)\\.js$"]);
  expect(after.dependencies).toHaveProperty("pg");
});

test("a configuration that a script names, and one for each project in it", () => {
  const text =
    "export default { projects: [{ moduleNameMapper: {} }, { moduleNameMapper: {} }] };\n";
  const scripts = { test: "node --x node_modules/.bin/jest --config ./test/jest.unit.mjs --ci" };
  const memory = jestServer({ "test/jest.unit.mjs": text }, { scripts });
  const after = textAfter(memory, "test/jest.unit.mjs") ?? "";
  expect(after.split(`moduleNameMapper: { ${rule} }`)).toHaveLength(3);
});

test.each([
  ["another runner", {}, { scripts: { test: "vitest" } }],
  ["imports without an ending", { "src/server.ts": source.replaceAll("/other.js", "/other") }, {}],
  ["a resolver", { "jest.config.js": 'export default { resolver: "ts-jest-resolver" };\n' }, {}],
  ["the rule already", { "jest.config.json": `{"moduleNameMapper":{${rule}}}` }, {}],
  [
    "a list of targets",
    { "jest.config.json": '{"moduleNameMapper":{"(.*)\\\\.js$":["$1.tsx","$1.ts"]}}' },
    {},
  ],
])("nothing is needed with %s", (_name, texts, packageJson) => {
  const memory = jestServer(texts, packageJson);
  expect(findingsOf(memory)).toEqual([]);
  expect(Object.keys(applied(supplied(memory).edits, memory))).toEqual(["package.json"]);
});

test("nor where the tests are JavaScript, over what is built", () => {
  const texts = { "package.json": '{"scripts":{"test":"jest"}}', "src/server.ts": source };
  expect(findingsOf(memoryServer({ ...texts, "test/server.test.js": "" }))).toEqual([]);
  expect(findingsOf(memoryServer({ ...texts, "test/server.test.ts": "" }))).toHaveLength(1);
});

test.each([
  ["no configuration", {}, "package.json", 1, "no configuration of it was found"],
  ["no mapper", { "jest.config.js": "export default {};\n" }, "jest.config.js", 1, "no moduleName"],
  [
    "a mapper made by a call",
    { "jest.config.js": "export default {\n  moduleNameMapper: made(),\n};\n" },
    "jest.config.js",
    2,
    "not written out",
  ],
  [
    "a rule that takes the imports elsewhere",
    { "jest.config.json": '{"moduleNameMapper": {"(.*)\\\\.js$": "<rootDir>/dist/$1"}}' },
    "jest.config.json",
    1,
    "to something else",
  ],
])("%s is said, with the line to add", (_name, texts, file, line, reason) => {
  const [finding, ...others] = findingsOf(jestServer(texts));
  expect(others).toEqual([]);
  expect(finding?.place).toMatchObject({ file: `${root}/${file}`, line });
  expect(finding?.message).toContain(reason);
  expect(finding?.remedy).toContain(rule);
});
