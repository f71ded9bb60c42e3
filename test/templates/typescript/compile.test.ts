import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const services = join(root, "templates/typescript/credential-services");

const sources = ts.sys.readDirectory(services, [".ts"]);

/** A server's folder with nothing installed but zod and Node's types. */
function serverFolder(
  type: "module" | "commonjs",
  packages = ["zod", "@types/node", "undici-types"],
) {
  const folder = mkdtempSync(join(tmpdir(), "server-"));
  cpSync(services, join(folder, "src/credential-services"), { recursive: true });
  for (const name of packages) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
  return folder;
}

function compile(folder: string, options: object) {
  const file = join(folder, "tsconfig.json");
  const common = {
    outDir: "dist",
    rootDir: "src",
    declaration: true,
    types: ["node"],
    skipLibCheck: true,
  };
  writeFileSync(
    file,
    JSON.stringify({ compilerOptions: { ...common, ...options }, include: ["src"] }),
  );
  const { options: parsed, fileNames } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(file, ts.sys.readFile).config,
    ts.sys,
    folder,
  );
  const program = ts.createProgram(fileNames, parsed);
  const { diagnostics } = program.emit();
  const all = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  return all.map(
    ({ messageText, file }) =>
      `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
  );
}

const STRICTEST = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  noImplicitOverride: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
};

it.each<[string, "module" | "commonjs", object]>([
  [
    "nodenext, ESM, every strict option",
    "module",
    { module: "nodenext", target: "es2020", verbatimModuleSyntax: true, ...STRICTEST },
  ],
  ["nodenext, CommonJS", "commonjs", { module: "nodenext", target: "es2022", ...STRICTEST }],
  [
    "bundler",
    "module",
    { module: "esnext", moduleResolution: "bundler", target: "es2022", ...STRICTEST },
  ],
  [
    "commonjs, old resolution",
    "commonjs",
    { module: "commonjs", moduleResolution: "node10", target: "es2020", esModuleInterop: true },
  ],
  [
    "commonjs, not strict, no interop",
    "commonjs",
    { module: "commonjs", target: "es2020", strict: false },
  ],
])("compiles without an error, and loads with nothing configured: %s", (_name, type, options) => {
  const folder = serverFolder(type);
  expect(compile(folder, options)).toEqual([]);
  if ((options as { module: string }).module === "esnext") return;
  const load = type === "module" ? "await import" : "require";
  const script = `
    const services = ${load}("./dist/credential-services/index.js");
    const tool = services.withAccountContext(async (args) => args);
    console.log(JSON.stringify([await tool({ a: 1 }), await tool({ target_account_id: "1" })]));
    process.env.DATABASE_URL = "postgresql://127.0.0.1:9/accounts";
    await tool({ target_account_id: "1" });
  `;
  const wrapped = type === "module" ? script : `(async () => {${script}})()`;
  const args = [`--input-type=${type}`, "-e", wrapped];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env["PATH"] },
    encoding: "utf8",
  });
  expect(stdout).toContain('{"a":1}');
  expect(stdout).toContain("account_not_found");
  expect(stderr).toContain('"detail":"the package pg is not installed"');
});

it("compiles without zod, when zod.ts and its one line are left out", () => {
  const folder = serverFolder("module", ["@types/node", "undici-types"]);
  const at = join(folder, "src/credential-services");
  const index = readFileSync(join(at, "index.ts"), "utf8");
  const line = 'export { targetAccountId } from "./zod.js";\n';
  expect(index.split(line)).toHaveLength(2);
  writeFileSync(join(at, "index.ts"), index.replace(line, ""));
  writeFileSync(join(at, "zod.ts"), "export {};\n");
  expect(compile(folder, { module: "nodenext", target: "es2022", ...STRICTEST })).toEqual([]);
});

it("has one file that imports zod, in the line that is fitted to the server", () => {
  const importing = sources.filter((file) => /from "zod/.test(readFileSync(file, "utf8")));
  expect(importing.map((file) => file.slice(services.length + 1))).toEqual(["zod.ts"]);
  expect(readFileSync(join(services, "zod.ts"), "utf8")).toContain('import { z } from "zod";\n');
});

it("needs no package but those that are declared", () => {
  const declared = JSON.parse(readFileSync(join(services, "../dependencies.json"), "utf8")) as {
    dependencies: object;
  };
  const packages = sources.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/import\("([^"]+)"\)/g)].map(([, name]) => name),
  );
  expect(packages.sort()).toEqual(Object.keys(declared.dependencies));
});

it("is short: no file has more than 300 lines, and each says at its beginning what it is for", () => {
  for (const file of sources) {
    const lines = readFileSync(file, "utf8").split("\n");
    expect({ file, isShort: lines.length <= 301 }).toEqual({ file, isShort: true });
    const comment = lines.filter(
      (line) => !/^(\/\/ (SPDX|biome-ignore)|\/\* eslint)/.test(line),
    )[0];
    expect(comment).toMatch(/^\/\/ [A-Z].+/);
  }
});

it("imports nothing in circles: each module is whole before another one uses it", () => {
  const imports = new Map(sources.map((file) => [file, importedBy(file)]));
  const done = new Set<string>();
  const visit = (file: string, above: readonly string[]): void => {
    expect(above).not.toContain(file);
    if (done.has(file)) return;
    for (const other of imports.get(file) ?? []) visit(other, [...above, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
});

/** The services that a module imports, but for those that it only has types of. */
function importedBy(file: string): string[] {
  const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const specifiers = [...outputText.matchAll(/from "(\.[^"]+)\.js"/g)].map(([, path]) => path);
  return specifiers.map((path) => join(dirname(file), `${path}.ts`));
}
