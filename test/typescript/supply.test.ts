/** What a TypeScript server gets beside the edits of its sources. */

import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { defaults } from "../../src/config/load.js";
import { languageOf } from "../../src/languages/registry.js";
import { readCatalog } from "../../src/languages/typescript/supply/catalogs.js";
import { supply } from "../../src/languages/typescript/supply/index.js";
import { insertEntries } from "../../src/languages/typescript/supply/json-insert.js";
import { allowsNode } from "../../src/languages/typescript/supply/node-range.js";
import { insert } from "../../src/plan/edit.js";
import type { Scan, Supply, ToolSite } from "../../src/types.js";
import { compileTemplates } from "../support/templates.js";
import { applied, type Memory, memoryServer, root } from "../support/typescript-server.js";

/** A scan with one thing to mend, that needs these modules of the services folder. */
function scanNeeding(...modules: string[]): Scan {
  return scanOf("src/server.ts", modules);
}

/** The same, of a tool in another file, or that needs another name. */
function scanOf(path: string, modules: readonly string[] = [""], name = "targetAccountId"): Scan {
  const file = join(root, path);
  const imports = modules.map((module) => ({ file, module, names: [name] }));
  const tool = {
    name: "list_buckets",
    form: "tool",
    place: { file, line: 1, column: 1 },
    state: "pending" as const,
    missing: ["parameter"],
    fix: { edits: [{ file, offset: 0, text: " " }], imports },
  };
  return { tools: [tool], findings: [], problems: [] };
}

const manifest = {
  name: "@acme/Bucket_Server",
  type: "module",
  bin: { buckets: "dist/server.js" },
  scripts: { build: "tsc", test: "vitest run" },
  dependencies: {
    "@aws-sdk/client-s3": "^3.700.0",
    "@modelcontextprotocol/sdk": "^1.20.0",
    zod: "^4.0.0",
  },
};
const server =
  'import { z } from "zod";\nimport "./other.js";\nimport "@aws-sdk/client-s3";\n' +
  "await new McpServer().connect(new StdioServerTransport());\n";
const tsconfig =
  '{"compilerOptions":{"module":"nodenext","outDir":"dist","rootDir":"src"},"include":["src"]}';

function texts(
  changes: Record<string, string> = {},
  packageJson: object = manifest,
): Record<string, string> {
  return {
    "package.json": `${JSON.stringify(packageJson, null, 2)}\n`,
    "tsconfig.json": tsconfig,
    "src/server.ts": server,
    ...changes,
  };
}

function supplied(memory: Memory, scan = scanNeeding("")): Supply {
  return supply(memory.server, memory.files, scan, defaults);
}

function paths({ files }: Supply): string[] {
  return files.map(({ path }) => path.slice(root.length + 1));
}

function contentOf({ files }: Supply, path: string): string {
  return files.find((file) => file.path === join(root, path))?.content ?? "";
}

beforeAll(compileTemplates);

describe("the services folder", () => {
  test("lies in the source root, whole, with no placeholder left", () => {
    const result = supplied(memoryServer(texts()));
    expect(paths(result)).toContain("src/credential-services/index.ts");
    expect(paths(result)).toContain("src/credential-services/zod.ts");
    expect(result.files.filter(({ content }) => /\{\{[A-Z]/.test(content))).toEqual([]);
  });

  test.each([
    ["./b.ts", "./credentials.ts"],
    ["./b", "./credentials"],
    ["./b/index", "./credentials"],
    ["./b.js", "./credentials.js"],
  ])("imports itself as the server does: %s", (specifier, expected) => {
    const text = `import "${specifier}";\nimport "@modelcontextprotocol/sdk/x";\n`;
    const result = supplied(memoryServer(texts({ "src/server.ts": text })));
    expect(contentOf(result, "src/credential-services/index.ts")).toContain(`from "${expected}";`);
  });

  describe("in a server without zod", () => {
    const withSdk = (range: string, name = "@modelcontextprotocol/sdk") => {
      const text = 'import "./b.js";\nimport "@modelcontextprotocol/sdk/x";\n';
      const without = { ...manifest, dependencies: { [name]: range } };
      return memoryServer(texts({ "src/server.ts": text }, without));
    };

    test("is without it too where nothing needs it", () => {
      const result = supplied(
        withSdk("^1.20.0"),
        scanOf("src/server.ts", [""], "withAccountContext"),
      );
      expect(paths(result)).not.toContain("src/credential-services/zod.ts");
      expect(contentOf(result, "src/credential-services/index.ts")).not.toContain("zod.js");
    });

    test.each([
      ["@modelcontextprotocol/sdk", "1.12.0", "^3.23.8"],
      ["@modelcontextprotocol/sdk", "^1.20.0", "^3.25.0 || ^4.0.0"],
      ["@modelcontextprotocol/server", "^2.0.0", "^4.2.0"],
    ])("brings it, as %s %s takes it, where a tool gets a raw shape", (name, range, zod) => {
      const memory = withSdk(range, name);
      const result = supplied(memory);
      expect(contentOf(result, "src/credential-services/index.ts")).toContain(
        "{ targetAccountId }",
      );
      expect(paths(result)).toContain("src/credential-services/zod.ts");
      const after = applied(result.edits, memory)["package.json"] ?? "{}";
      expect(JSON.parse(after).dependencies.zod).toBe(zod);
    });
  });

  test("has a zod of another version where a fix needs it", () => {
    const result = supplied(memoryServer(texts()), scanNeeding("", "zod-v3"));
    expect(contentOf(result, "src/credential-services/zod.ts")).toContain('from "zod";');
    expect(contentOf(result, "src/credential-services/zod-v3.ts")).toContain('from "zod/v3";');
  });

  test("stays as it is where there is one, and what differs is said", () => {
    const first = supplied(memoryServer(texts()));
    const there = Object.fromEntries(
      first.files.map(({ path, content }) => [path.slice(root.length + 1), content]),
    );
    const same = supplied(memoryServer(texts(there)));
    expect(paths(same)).toEqual([]);
    expect(same.findings.map(({ rule }) => rule)).toEqual(["run-install"]);
    const other = supplied(
      memoryServer(texts({ ...there, "src/credential-services/context.ts": "// mine\n" })),
      scanNeeding("", "zod-v4"),
    );
    expect(paths(other)).toEqual(["src/credential-services/zod-v4.ts"]);
    expect(other.findings.map(({ rule }) => rule)).toEqual(["file-exists", "run-install"]);
  });

  const modulesOf = (result: Supply) =>
    paths(result).flatMap((path) => /credential-services\/(.*)\.ts$/.exec(path)?.[1] ?? []);
  const always = [
    ...["access", "accounts", "aws", "context", "credentials", "database", "errors", "index"],
    ...["sessions", "settings", "tools"],
  ];
  const gateway = ["connection", "http", "schemas", "transport"].map((name) => `gateway/${name}`);

  test.each([
    ["withAccountContext", []],
    ["withAccountConfig", ["schemas"]],
    ["withAccountRegistration", ["schemas"]],
    ["withAccountTool", ["schemas", "whole-tools"]],
    ["withAccountCall", ["low-level"]],
    ["accountContext", ["decorator"]],
    ["accountEnvironment", ["environment"]],
  ])("has what the server uses, and what that needs: %s", (name, more) => {
    const text = `import { Server } from "@modelcontextprotocol/sdk/server/index.js";\nimport "./b.js";\n`;
    const { zod: _zod, ...dependencies } = manifest.dependencies;
    const packageJson = { ...manifest, dependencies };
    const needed = [...always, ...more].sort();
    const byFix = supplied(
      memoryServer(texts({ "src/server.ts": text }, packageJson)),
      scanOf("src/server.ts", [""], name),
    );
    expect(modulesOf(byFix).sort()).toEqual(needed);
    const index = contentOf(byFix, "src/credential-services/index.ts");
    const exported = [...index.matchAll(/from "\.\/([\w-]+)\.js"/g)].map(([, module]) => module);
    expect(needed).toEqual(expect.arrayContaining(exported));
    expect(index).toMatch(new RegExp(`\\b${name}\\b`));
    for (const statement of [
      `import { ${name} as mine } from "./credential-services/index.js";\n`,
      `import * as own from "./credential-services/index.js";\nown.${name};\n`,
      `const { ${name}: mine } = await import("./credential-services/index.js");\n`,
    ]) {
      const memory = memoryServer(texts({ "src/server.ts": text + statement }, packageJson));
      const result = supplied(memory, scanOf("src/server.ts", [""], "withAccountContext"));
      expect(modulesOf(result).sort()).toEqual(needed);
    }
  });

  test("has what the entry point needs, of this edition and of an earlier one", () => {
    expect(modulesOf(supplied(memoryServer(texts()))).sort()).toEqual(
      [...always, ...gateway, "zod"].sort(),
    );
    const earlier = `import { useTransport } from "./credential-services/gateway-transport.js";
import { readSettings } from "./credential-services/gateway-settings.js";
import { readEnvFile } from "./credential-services/gateway-env-file.js";\n`;
    const result = supplied(memoryServer(texts({ "src/entrypoint.ts": earlier })));
    expect(modulesOf(result)).toEqual(
      expect.arrayContaining(["gateway-transport", "gateway-settings", "gateway-env-file"]),
    );
  });

  test("gains what a further tool needs, in the folder and at the end of its index", () => {
    const first = supplied(memoryServer(texts()));
    const there = Object.fromEntries(
      first.files.map(({ path, content }) => [path.slice(root.length + 1), content]),
    );
    const memory = memoryServer(texts(there));
    const result = supplied(memory, scanOf("src/server.ts", [""], "withAccountList"));
    expect(paths(result)).toEqual(["src/credential-services/low-level.ts"]);
    const path = "src/credential-services/index.ts";
    const index = applied(result.edits, memory)[path] ?? "";
    expect(index.startsWith(there[path] ?? "")).toBe(true);
    expect(index).toContain('export { withAccountCall, withAccountList } from "./low-level.js";\n');
    const low = "src/credential-services/low-level.ts";
    const again = memoryServer(texts({ ...there, [path]: index, [low]: contentOf(result, low) }));
    expect(supplied(again).findings.map(({ rule }) => rule)).toEqual(["run-install"]);
    expect(supplied(again).edits.filter(({ file }) => file.endsWith("index.ts"))).toEqual([]);
  });

  test("of an earlier edition is left as it is, and gets no entry point that would not fit", () => {
    const services = "src/credential-services";
    const earlier = {
      [`${services}/index.ts`]: 'export { withAccountContext } from "./handler.js";\n',
      [`${services}/handler.ts`]: "export const withAccountContext = 1;\n",
      [`${services}/zod.ts`]: 'import { z } from "zod";\nimport "./offered.js";\n',
    };
    const result = supplied(memoryServer(texts(earlier)), scanNeeding("", "zod-v3"));
    expect(paths(result).filter((path) => !/test\.ts$|^\.env/.test(path))).toEqual([
      `${services}/zod-v3.ts`,
    ]);
    expect(contentOf(result, `${services}/zod-v3.ts`)).toBe(
      'import { z } from "zod/v3";\nimport "./offered.js";\n',
    );
    expect(result.edits.filter(({ file }) => file.includes(services))).toEqual([]);
    const rules = result.findings.map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(["file-exists", "no-entry-point"]));
  });
});

describe("the source root", () => {
  const rootOf = (files: Record<string, string>, packageJson: object = manifest): string => {
    const memory = memoryServer({ "package.json": JSON.stringify(packageJson), ...files });
    const index = supplied(memory).files.find(({ path }) => /services\/index\.[jt]s$/.test(path));
    return index?.path.slice(root.length + 1).replace(/\/?credential-services.*/, "") ?? "none";
  };
  const mcp = 'import "@modelcontextprotocol/sdk/server/mcp.js";\n';

  test.each([
    ["src", { "src/tools/a.ts": mcp }],
    ["", { "index.ts": mcp }],
    ["lib", { "lib/index.ts": mcp, "lib/tools/a.ts": mcp }],
    ["server/src", { "server/src/a/b.ts": mcp }],
    ["src", { "src/a.ts": mcp, "scripts/b.ts": mcp, "tsconfig.json": '{"include":["src/**/*"]}' }],
    ["", { "src/a.ts": mcp, "index.ts": mcp, "tsconfig.json": '{"include":["./**/*.ts"]}' }],
    [
      "source",
      {
        "source/a.ts": mcp,
        "b.ts": mcp,
        "tsconfig.json": '{"compilerOptions":{"rootDir":"source"}}',
      },
    ],
    [
      "src",
      {
        "src/a.ts": `${mcp}server.registerTool("a", {}, f);\n`,
        "scripts/b.ts": mcp,
        "tsconfig.json": '{"include":["src/**/*","scripts/**/*"]}',
      },
    ],
    // What lies above all the compiled files would move the output of each of them.
    [
      "src/server",
      {
        "src/server/a.ts": mcp,
        "tsconfig.json": '{"compilerOptions":{"outDir":"dist"},"include":["src"]}',
      },
    ],
    ["mcp", { "app/api/mcp/route.ts": mcp, "mcp/a.ts": mcp, "vercel.json": "{}" }],
    ["lib", { "app/api/mcp/route.ts": mcp, "lib/words.ts": "", "vercel.json": "{}" }],
    ["", { "api/mcp.ts": mcp, "vercel.json": "{}" }],
    ["api", { "api/mcp.ts": mcp }],
    ["", { ".well-known/mcp.ts": mcp }],
  ])("%s", (expected, files) => {
    expect(rootOf(files)).toBe(expected);
  });
});

const CHECKED = '{"compilerOptions":{"checkJs":true}}';

describe("a server in JavaScript", () => {
  const esm = 'import "@modelcontextprotocol/sdk/server/mcp.js";\nimport { z } from "zod";\n';
  const cjs = 'const mcp = require("@modelcontextprotocol/sdk/server/mcp.js");\n';
  const { type: _type, ...plain } = manifest;
  const bin = { buckets: "./server.js" };

  test.each([
    ["ES modules", "server.js", esm, { ...manifest, bin }, /^import /m, undefined],
    ["CommonJS", "server.js", cjs, { ...plain, bin }, /\brequire\(/, undefined],
    ["ES modules by their ending", "server.mjs", esm, plain, /^import /m, '{ "type": "module" }\n'],
    [
      "CommonJS by its ending",
      "server.cjs",
      cjs,
      manifest,
      /\brequire\(/,
      '{ "type": "commonjs" }\n',
    ],
  ])("%s: services as such", (_name, path, text, packageJson, form, type) => {
    const result = supplied(
      memoryServer({ "package.json": JSON.stringify(packageJson), [path]: text }),
    );
    expect(contentOf(result, "credential-services/credentials.js")).toMatch(form);
    expect(contentOf(result, "credential-services/package.json") || undefined).toBe(type);
    expect(paths(result).filter((each) => /credential-services\/.*\.ts$/.test(each))).toEqual([]);
  });

  test.each<[string, object, Record<string, string>, string]>([
    ["publishes types", { types: "index.d.ts" }, {}, ""],
    ["publishes types of its exports", { exports: { ".": { types: "./index.d.ts" } } }, {}, ""],
    ["is checked by the compiler", {}, { "tsconfig.json": CHECKED }, ""],
    ["is checked by the editor", {}, { "jsconfig.json": CHECKED }, ""],
    [
      "makes declarations",
      {},
      { "tsconfig.json": '{"compilerOptions":{"allowJs":true,"declaration":true}}' },
      "",
    ],
    ["asks for it in a file", {}, {}, "// @ts-check\n"],
  ])("gets declarations where it %s", (_what, more, others, comment) => {
    const packageJson = JSON.stringify({ ...manifest, bin, ...more });
    const result = supplied(
      memoryServer({ "package.json": packageJson, "server.js": comment + esm, ...others }),
      scanOf("server.js"),
    );
    const services = paths(result).filter((each) => /credential-services\/.*\.js$/.test(each));
    expect(services.length).toBeGreaterThan(9);
    for (const each of services) expect(paths(result)).toContain(each.replace(/js$/, "d.ts"));
  });

  test("the entry point is JavaScript too", () => {
    const packageJson = JSON.stringify({ ...manifest, bin });
    const text = `${esm}connect(new StdioServerTransport());\n`;
    const memory = memoryServer({ "package.json": packageJson, "server.js": text });
    const result = supplied(memory, scanOf("server.js"));
    const entry = contentOf(result, "entrypoint.js");
    expect(entry).toContain('from "./credential-services/gateway/transport.js"');
    expect(entry).toContain('SERVER_MAIN = "./server.js"');
    expect(entry).not.toContain(": void");
  });
});

describe("package.json", () => {
  const dependenciesAfter = (packageJson: object, others: Record<string, string> = {}) => {
    const memory = memoryServer(texts(others, packageJson));
    const after = applied(supplied(memory).edits, memory)["package.json"];
    return JSON.parse(after ?? "{}").dependencies as Record<string, string> | undefined;
  };

  test("gets what the services load, in order, AWS packages in the server's own version", () => {
    const after = dependenciesAfter(manifest);
    expect(Object.keys(after ?? {})).toEqual([
      "@aws-sdk/client-s3",
      "@aws-sdk/client-secrets-manager",
      "@aws-sdk/client-sts",
      "@aws-sdk/credential-provider-node",
      "@modelcontextprotocol/sdk",
      "jose",
      "pg",
      "zod",
    ]);
    expect(after?.["@aws-sdk/client-sts"]).toBe("^3.700.0");
  });

  test.each([
    ["3.632.0", "^3.632.0"],
    ["~3.632.0", "^3.632.0"],
    ["^3.1100.0", "^3.971.0"],
    ["latest", "^3.600.0"],
  ])("a client at %s asks for others at %s", (range, expected) => {
    const dependencies = { "@aws-sdk/client-s3": range };
    const after = dependenciesAfter({ ...manifest, dependencies });
    expect(after?.["@aws-sdk/client-sts"]).toBe(expected);
  });

  test("lists nothing twice, and says what must move", () => {
    const memory = memoryServer(texts({}, { ...manifest, devDependencies: { pg: "^8.0.0" } }));
    const result = supplied(memory);
    const after = applied(result.edits, memory)["package.json"] ?? "";
    expect(after.match(/"pg"/g)).toHaveLength(1);
    expect(result.findings.map(({ message }) => message)).toContain(
      "the services load pg, listed under devDependencies only",
    );
  });

  test("takes a catalog's entry where there is one", () => {
    const dependencies = { zod: "catalog:", "@aws-sdk/client-s3": "catalog:" };
    const after = dependenciesAfter(
      { ...manifest, dependencies },
      { "pnpm-workspace.yaml": 'catalog:\n  pg: ^8.20.0\n  "@aws-sdk/client-s3": ^3.650.0\n' },
    );
    expect(after).toMatchObject({ pg: "catalog:", "@aws-sdk/client-sts": "^3.650.0" });
  });

  test.each([
    ["package-lock.json", {}, "npm"],
    ["pnpm-lock.yaml", {}, "pnpm"],
    ["yarn.lock", {}, "yarn"],
    ["bun.lock", {}, "bun"],
    ["none", { packageManager: "pnpm@10.0.0" }, "pnpm"],
    ["none", {}, "npm"],
  ])("with %s and %o is installed by %s", (lock, more, manager) => {
    const result = supplied(memoryServer(texts({ [lock]: "" }, { ...manifest, ...more })));
    const [finding] = result.findings.filter(({ rule }) => rule === "run-install");
    expect(finding?.remedy).toBe(`run \`${manager} install\``);
  });

  test("a server of Deno gets imports in its own manifest", () => {
    const config = '{\n  "imports": {\n    "pg": "npm:pg@^8.0.0"\n  }\n}\n';
    const text = server.replace('import "./other.js";\n', "");
    const memory = memoryServer({ "src/server.ts": text, "deno.json": config });
    const result = supplied(memory);
    const { imports } = JSON.parse(applied(result.edits, memory)["deno.json"] ?? "{}");
    expect(imports).toMatchObject({ pg: "npm:pg@^8.0.0", jose: "npm:jose@^5.9.0" });
    const findings = result.findings.map(({ rule, remedy }) => [rule, remedy]);
    expect(findings).toContainEqual(["run-install", "run `deno install`"]);
    expect(contentOf(result, "src/credential-services/index.ts")).toContain('from "./context.ts"');
    expect(result.findings.map(({ message }) => message).join()).toContain(
      "the server is run by Deno",
    );
  });

  test("a server without one is told what to install", () => {
    const result = supplied(memoryServer({ "src/server.ts": server }));
    expect(result.edits).toEqual([]);
    const [finding] = result.findings.filter(({ rule }) => rule === "run-install");
    expect(finding?.message).toContain("pg@");
  });
});

describe("insertions into JSON", () => {
  const entries = new Map([
    ["b", "2"],
    ["d", "4"],
  ]);
  const inserted = (text: string): string =>
    insert(text, insertEntries("package.json", text, "dependencies", entries) ?? []);

  test.each([
    [
      "sorted",
      '{\n  "dependencies": {\n    "a": "1",\n    "c": "3"\n  }\n}\n',
      '{\n  "dependencies": {\n    "a": "1",\n    "b": "2",\n    "c": "3",\n    "d": "4"\n  }\n}\n',
    ],
    [
      "not sorted",
      '{\n  "dependencies": {\n    "z": "1",\n    "c": "3"\n  }\n}\n',
      '{\n  "dependencies": {\n    "z": "1",\n    "c": "3",\n    "b": "2",\n    "d": "4"\n  }\n}\n',
    ],
    [
      "tabs, CRLF",
      '{\r\n\t"dependencies": {\r\n\t\t"c": "3"\r\n\t}\r\n}',
      '{\r\n\t"dependencies": {\r\n\t\t"b": "2",\r\n\t\t"c": "3",\r\n\t\t"d": "4"\r\n\t}\r\n}',
    ],
    [
      "on one line",
      '{ "dependencies": { "c": "3" } }',
      '{ "dependencies": { "b": "2", "c": "3", "d": "4" } }',
    ],
    [
      "empty",
      '{\n  "dependencies": {}\n}\n',
      '{\n  "dependencies": {\n    "b": "2",\n    "d": "4"\n  }\n}\n',
    ],
    [
      "empty and open",
      '{\n  "dependencies": {\n  }\n}\n',
      '{\n  "dependencies": {\n    "b": "2",\n    "d": "4"\n  }\n}\n',
    ],
    [
      "missing",
      '{\n    "name": "x"\n}\n',
      '{\n    "name": "x",\n    "dependencies": {\n        "b": "2",\n        "d": "4"\n    }\n}\n',
    ],
    [
      "missing, before devDependencies",
      '{\n  "name": "x",\n  "devDependencies": {}\n}\n',
      '{\n  "name": "x",\n  "dependencies": {\n    "b": "2",\n    "d": "4"\n  },\n  "devDependencies": {}\n}\n',
    ],
  ])("%s", (_name, before, after) => {
    expect(inserted(before)).toBe(after);
  });
});

describe("the entry point", () => {
  test("stands beside the server's main and starts what the build makes of it", () => {
    const text = contentOf(supplied(memoryServer(texts())), "src/entrypoint.ts");
    expect(text).toContain('SERVER_MAIN = "./server.js"');
    expect(text).toContain('from "./credential-services/gateway/transport.js"');
    expect(text).toContain('from "@modelcontextprotocol/sdk/server/stdio.js"');
  });

  test("for SDK v2, with what it has for both eras of the protocol", () => {
    const { "@modelcontextprotocol/sdk": _v1, ...others } = manifest.dependencies;
    const dependencies = { ...others, "@modelcontextprotocol/server": "^2.0.0" };
    const memory = memoryServer(texts({}, { ...manifest, dependencies }));
    const result = supplied(memory);
    expect(contentOf(result, "src/entrypoint.ts")).toContain('from "@modelcontextprotocol/server"');
  });

  test("beside a script in a server in TypeScript is a script, of what is compiled", async () => {
    const bin = { buckets: "bin/buckets.mjs" };
    const script = 'import { main } from "../dist/server.js";\nmain();\n';
    const result = supplied(
      memoryServer(texts({ "bin/buckets.mjs": script }, { ...manifest, bin })),
    );
    const text = contentOf(result, "bin/entrypoint.mjs");
    expect(await languageOf("typescript").syntaxProblem("entrypoint.mjs", text)).toBeUndefined();
    expect(text).toContain('from "../dist/credential-services/gateway/transport.js"');
    expect(text).toContain('SERVER_MAIN = "./buckets.mjs"');
    expect(contentOf(result, "Dockerfile-AgentCore-Runtime")).toContain('"bin/entrypoint.mjs"]');
  });

  test("of a server that only its own loader runs is run by that, from sources", () => {
    const packageJson = {
      ...manifest,
      bin: undefined,
      scripts: { build: "tsc", dev: "tsx watch src/server.ts" },
      devDependencies: { tsx: "^4.0.0" },
    };
    const noEmit = tsconfig.replace('"outDir":"dist"', '"noEmit":true');
    const files = { "tsconfig.json": noEmit, "package-lock.json": "{}", "README.md": "# Server\n" };
    const memory = memoryServer(texts(files, packageJson));
    const result = supplied(memory);
    expect(contentOf(result, "src/entrypoint.ts")).toContain('SERVER_MAIN = "./server.ts"');
    const dockerfile = contentOf(result, "Dockerfile-AgentCore-Runtime");
    expect(dockerfile).toContain('"--import", "tsx", "src/entrypoint.ts"]');
    expect(dockerfile).not.toContain("prune --omit");
    expect(applied(result.edits, memory)["README.md"]).toContain(
      "`npx tsx src/entrypoint.ts` starts",
    );
  });

  test.each([
    ["a script", { bin: undefined, scripts: { start: "node --env-file=.env src/server.ts" } }, ""],
    ["its bin", { bin: "src/server.ts", scripts: {} }, "#!/usr/bin/env node\n"],
  ])("of a server that Node.js runs from TypeScript, by %s, is run so too", (_by, more, line) => {
    const text = server.replace('import "./other.js";\n', "");
    const noEmit = tsconfig.replace('"outDir":"dist"', '"noEmit":true');
    const files = { "tsconfig.json": noEmit, "src/server.ts": line + text };
    const memory = memoryServer(
      texts({ ...files, "README.md": "# S\n" }, { ...manifest, ...more }),
    );
    const result = supplied(memory);
    const entry = contentOf(result, "src/entrypoint.ts");
    expect(entry).toContain('SERVER_MAIN = "./server.ts"');
    expect(entry).toContain('from "./credential-services/gateway/transport.ts"');
    expect(entry).toContain("checkout: `node src/entrypoint.ts`");
    expect(contentOf(result, "Dockerfile-AgentCore-Runtime")).toContain('"src/entrypoint.ts"]');
  });

  test.each<[string, object, Record<string, string>, string]>([
    ["bun src/server.ts", { start: "bun run --hot src/server.ts" }, {}, "is run by Bun"],
    ["deno run -A src/server.ts", { start: "deno run -A src/server.ts" }, {}, "is run by Deno"],
  ])("is none for %s, with the reason", (_start, scripts, files, reason) => {
    const memory = memoryServer(texts(files, { ...manifest, bin: undefined, scripts }));
    const [finding] = supplied(memory).findings.filter(({ rule }) => rule === "no-entry-point");
    expect(finding?.message).toContain(reason);
  });

  test("goes past a bin that is not the server", () => {
    const packageJson = { ...manifest, bin: "bin/stack.js", main: "dist/server.js" };
    const files = { "bin/stack.ts": 'import { App } from "aws-cdk-lib";\nnew App();\n' };
    const result = supplied(memoryServer(texts(files, packageJson)));
    expect(contentOf(result, "src/entrypoint.ts")).toContain('SERVER_MAIN = "./server.js"');
  });

  test("follows a main to tools that other modules register", () => {
    const files = {
      "src/main.ts": 'import { run } from "./app.js";\nrun();\n',
      "src/app.ts": 'export const run = () => import("./server.js");\n',
    };
    const packageJson = { ...manifest, bin: "dist/main.js" };
    const result = supplied(memoryServer(texts(files, packageJson)));
    expect(contentOf(result, "src/entrypoint.ts")).toContain('SERVER_MAIN = "./main.js"');
  });

  test("follows the bundler where a module of its own is made of every source", () => {
    const build = "tsup src/**/*.ts --format esm";
    const result = supplied(memoryServer(texts({}, { ...manifest, scripts: { build } })));
    expect(contentOf(result, "src/entrypoint.ts")).toContain('SERVER_MAIN = "./server.js"');
  });

  test("is there beside a bundle that has nothing to do with the server", () => {
    const scripts = { build: "tsc && vite build" };
    const files = { "vite.config.ts": 'export default { root: "view" };\n' };
    const result = supplied(memoryServer(texts(files, { ...manifest, scripts })));
    expect(paths(result)).toContain("src/entrypoint.ts");
  });

  const esbuild = `import { build } from "esbuild";\nawait build({ entryPoints: ["src/server.ts"] });\n`;
  const { "@modelcontextprotocol/sdk": sdk, ...withoutSdk } = manifest.dependencies;
  const inLambda = {
    "src/lambda.ts": 'import "./server.js";\nexport const handler = async () => {};\n',
    "bin/stack.ts": 'import { App } from "aws-cdk-lib";\n',
  };
  test.each<[string, object, Record<string, string>]>([
    ["names no main module", { bin: undefined }, {}],
    ["older than 1.10", { dependencies: { "@modelcontextprotocol/sdk": "0.5.0" } }, {}],
    ["lists no MCP SDK", { dependencies: { fastmcp: "^3.0.0" } }, {}],
    [
      "under devDependencies only",
      { dependencies: withoutSdk, devDependencies: { "@modelcontextprotocol/sdk": sdk } },
      {},
    ],
    [
      "older than 1.10",
      { dependencies: { "@modelcontextprotocol/sdk": "^1.8.0" } },
      {
        "package-lock.json":
          '{"packages":{"node_modules/@modelcontextprotocol/sdk": {"version": "1.9.0"}}}',
      },
    ],
    [
      "src/app.ts, which package.json names, does not lead to the tools",
      { bin: "dist/app.js" },
      { "src/app.ts": "run();\n" },
    ],
    ["the Lambda handler in src/lambda.ts", { bin: "bin/stack.js" }, inLambda],
    [
      "connects to no StdioServerTransport",
      {},
      { "src/server.ts": 'import "./a.js";\napp.listen(80);\n' },
    ],
    [
      "part of a bundle (rollup)",
      { scripts: { build: "rollup -c && chmod +x dist/server.js" } },
      {},
    ],
    [
      "part of a bundle (esbuild)",
      { scripts: { build: "npm run pack", pack: "npx esbuild src/server.ts --bundle" } },
      {},
    ],
    [
      "part of a bundle (esbuild)",
      { scripts: { build: "tsc && node build.mjs" } },
      { "build.mjs": esbuild },
    ],
    [
      "starts is a bundle (ncc)",
      { bin: "out/main.js", scripts: { build: "ncc build src/server.ts -o out" } },
      {},
    ],
    [
      "only checks (noEmit)",
      {},
      { "tsconfig.json": tsconfig.replace('"outDir"', '"noEmit":true,"outDir"') },
    ],
    ["no script of package.json compiles", { scripts: {} }, {}],
    [
      "import each other without endings",
      {},
      {
        "tsconfig.json": tsconfig.replace("nodenext", "esnext"),
        "src/server.ts": server.replace("./other.js", "./other"),
      },
    ],
  ])("is left out, with all that would run it, and the reason: %s", (reason, changes, files) => {
    const memory = memoryServer(
      texts({ ...files, "README.md": "# S\n" }, { ...manifest, ...changes }),
    );
    const result = supplied(memory);
    expect(
      paths(result).filter((path) => /entrypoint|Dockerfile|build_and_push/.test(path)),
    ).toEqual([]);
    const [finding] = result.findings.filter(({ rule }) => rule === "no-entry-point");
    expect(finding?.message).toContain(reason);
    const readme = applied(result.edits, memory)["README.md"];
    expect(readme).toContain("`.env.example` lists the settings.");
    expect(readme).not.toContain("starts the server");
  });
});

describe("files for deployment", () => {
  test("are fitted to the server", () => {
    const result = supplied(memoryServer(texts({ "package-lock.json": "{}" })));
    const dockerfile = contentOf(result, "Dockerfile-AgentCore-Runtime");
    expect(dockerfile).toMatch(/npm ci.*npm run build.*npm prune --omit=dev/s);
    expect(dockerfile).toContain("./build_and_push_bucket_server.sh");
    expect(dockerfile).toContain('"dist/entrypoint.js"');
    expect(contentOf(result, "build_and_push_bucket_server.sh")).toContain("bucket-server");
    expect(paths(result)).toContain(".env.example");
    const scripts = result.files.filter(({ executable }) => executable);
    expect(scripts.map(({ path }) => path.slice(root.length + 1)).sort()).toEqual([
      "build_and_push_bucket_server.sh",
      "update_agentcore.sh",
    ]);
    expect(contentOf(result, "deploy-kubernetes.yaml")).toContain("app: bucket-server");
  });

  test("are not written over what is there", () => {
    const own = { ".env.example": "MINE=1\n" };
    const result = supplied(memoryServer(texts(own)));
    expect(paths(result)).not.toContain(".env.example");
    expect(result.findings.filter(({ rule }) => rule === "file-exists")).toEqual([]);
  });

  test.each([
    [undefined, true],
    [">=18", true],
    [">=20 <24", false],
    ["^22.1.0", false],
    ["22.x", false],
    ["^20 || ^24", true],
    [">22", true],
    ["<=24", true],
    ["nonsense", true],
  ])("engines %s admits Node.js 24: %s", (range, expected) => {
    expect(allowsNode(range, 24)).toBe(expected);
  });
});

describe("the README", () => {
  const readme = (changes: Partial<Scan>, text = "# Server\n") => {
    const memory = memoryServer(texts({ "README.md": text }));
    const result = supplied(memory, { ...scanNeeding(""), ...changes });
    return applied(result.edits, memory)["README.md"] ?? "";
  };
  const example = { name: "list_buckets", arguments: { prefix: "a" } };

  test("shows a call only where one is known that the tool takes", () => {
    expect(readme({ example })).toContain(
      '```json\n{\n  "name": "list_buckets",\n  "arguments": { "prefix": "a", "target_account_id": "123456789012" }\n}\n```',
    );
    expect(readme({})).not.toContain("json");
    expect(readme({ example: { ...example, name: "another" } })).not.toContain("json");
  });

  test("says of every tool what is true of every tool", () => {
    const { tools } = scanNeeding("");
    expect(readme({})).toContain("Every tool takes an optional `target_account_id`.");
    const [{ fix: _none, ...tool }] = tools as [ToolSite];
    const left: ToolSite = { ...tool, name: "left", state: "unsupported" };
    expect(readme({ tools: [...tools, left] })).toContain("\nTools take an optional");
  });

  test("has nothing of the other language", () => {
    expect(readme({ example })).not.toMatch(/python/i);
    const { files } = supplied(memoryServer(texts()));
    const own = files.filter(({ path }) => !path.includes("/credential-services/"));
    expect(own.filter(({ content }) => /python|\bpip\b/i.test(content))).toEqual([]);
  });

  test("gets a section at its end, in its own line breaks, once", () => {
    const memory = memoryServer(texts({ "README.md": "# Server\r\n" }));
    const after = applied(supplied(memory).edits, memory)["README.md"] ?? "";
    expect(after.startsWith("# Server\r\n\r\n## ")).toBe(true);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
    const again = memoryServer(texts({ "README.md": after }));
    expect(applied(supplied(again).edits, again)["README.md"]).toBeUndefined();
  });
});

test("nothing to migrate, nothing supplied", () => {
  const nothing = { tools: [], findings: [], problems: [] };
  expect(supplied(memoryServer(texts()), nothing)).toEqual({ files: [], edits: [], findings: [] });
});

test("catalogs of pnpm are read with quotes and comments", () => {
  const yaml =
    "packages:\n  - a\ncatalog:\n  # AWS\n  pg: ^8.1.0 # db\n  '@a/b': '1.0.0'\ncatalogs:\n  old:\n    zod: ^3\n";
  expect([...readCatalog(yaml)]).toEqual([
    ["pg", "^8.1.0"],
    ["@a/b", "1.0.0"],
  ]);
});
