/** Where the added tests lie, and for which runner they are written. */

import { beforeAll, expect, test } from "vitest";
import { defaults } from "../../src/config/load.js";
import { supply } from "../../src/languages/typescript/supply/index.js";
import { compileTemplates } from "../support/templates.js";
import { memoryServer, root } from "../support/typescript-server.js";

beforeAll(compileTemplates);

interface Manifest {
  readonly scripts: object;
  readonly devDependencies?: object;
}

function added(
  paths: readonly string[],
  packageJson: Manifest = { scripts: { test: "vitest run" } },
): Record<string, string> {
  const manifest = {
    name: "tiny",
    type: "module",
    main: "dist/index.js",
    dependencies: { "@modelcontextprotocol/sdk": "^1.20.0" },
    ...packageJson,
    scripts: { build: "tsc", ...packageJson.scripts },
  };
  const own = `import "./b.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
new StdioServerTransport();`;
  const texts = Object.fromEntries(paths.map((path) => [path, "// a test\n"]));
  const { server, files } = memoryServer({
    "package.json": JSON.stringify(manifest),
    "tsconfig.json": JSON.stringify({
      compilerOptions: { outDir: "dist", rootDir: "src", module: "nodenext" },
    }),
    "src/index.ts": own,
    ...texts,
  });
  const file = `${root}/src/index.ts`;
  const tool = {
    name: "say",
    form: "tool",
    place: { file, line: 1, column: 1 },
    state: "pending" as const,
    missing: ["parameter"],
    fix: { edits: [{ file, offset: 0, text: " " }], imports: [] },
  };
  const example = { name: "say", arguments: { text: "a" } };
  const scan = { tools: [tool], findings: [], problems: [], example };
  const all = supply(server, files, scan, defaults).files;
  const tests = all.filter(({ path }) => /account-/.test(path));
  return Object.fromEntries(
    tests.map(({ path, content }) => [path.slice(root.length + 1), content]),
  );
}

test.each([
  [["src/a.test.ts"], "src/account-context.test.ts"],
  [["src/tools/a.test.ts", "src/tools/b.test.ts"], "src/account-context.test.ts"],
  [["src/tools/__tests__/a.test.ts"], "src/__tests__/account-context.test.ts"],
  [
    ["tests/s3/a.test.ts", "tests/s3/b.test.ts", "tests/ec2/c.test.ts"],
    "tests/account-context.test.ts",
  ],
  [
    ["tests/unit/s3/a.spec.ts", "tests/e2e/b.spec.ts", "tests/unit/b.spec.ts"],
    "tests/unit/account-context.spec.ts",
  ],
  [["test/a.test.mts"], "test/account-context.test.mts"],
  [[], "src/account-context.test.ts"],
])("beside %j: %s", (tests, expected) => {
  expect(Object.keys(added(tests))).toEqual([expected]);
});

test("without an entry point it starts no server", () => {
  const main = { main: "dist/other.js" };
  const { "src/account-context.test.ts": alone = "" } = added([], {
    scripts: { test: "jest" },
    ...main,
  });
  expect(alone).toContain("an unknown account is an error");
  expect(alone).not.toMatch(/stdio|spawn|existsSync|createInterface|ENTRY_POINT|\{\{/);
});

test("none where the tests are in JavaScript, or the runner is not known", () => {
  expect(added(["test/a.test.mjs"])).toEqual({});
  expect(added([], { scripts: { test: "ava" } })).toEqual({});
});

const runners: [string, Manifest, RegExp, RegExp][] = [
  [
    "vitest",
    { scripts: { test: "vitest run" } },
    /^import .* from "vitest"/m,
    /it\(name, run, 60_000\)/,
  ],
  [
    "a script beside the usual one",
    { scripts: { test: "npm run test:unit", "test:unit": "vitest" } },
    /"vitest"/,
    /it\(/,
  ],
  [
    "jest without its own package",
    { scripts: { test: "jest" }, devDependencies: { jest: "^30.0.0" } },
    /^declare const afterAll/m,
    /60_000/,
  ],
  [
    "jest",
    { scripts: { test: "jest" }, devDependencies: { "@jest/globals": "^30.0.0" } },
    /from "@jest\/globals"/,
    /60_000/,
  ],
  ["mocha", { scripts: { test: "nyc mocha" } }, /^const afterAll = after;/m, /\.timeout\(60_000\)/],
  [
    "node",
    { scripts: { test: "tsx --test src/*.test.ts" } },
    /after as afterAll.* from "node:test"/,
    /\{ timeout: 60_000 \}/,
  ],
  ["bun", { scripts: { test: "bun test" } }, /^declare const beforeAll/m, /60_000/],
];

test.each(runners)("for %s", (_name, packageJson, imported, call) => {
  const { "src/account-context.test.ts": context } = added([], packageJson);
  expect(context).toMatch(imported);
  expect(context).toMatch(call);
  expect(context).not.toContain("{{");
  expect(context).toContain('{ "name": "say", "arguments": { "text": "a" } }');
});
