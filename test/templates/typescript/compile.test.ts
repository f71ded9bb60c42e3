import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const services = join(root, "templates/typescript/credential-services");

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
  `;
  const wrapped = type === "module" ? script : `(async () => {${script}})()`;
  const output = execFileSync(process.execPath, [`--input-type=${type}`, "-e", wrapped], {
    cwd: folder,
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect(output.toString()).toContain('{"a":1}');
  expect(output.toString()).toContain("account_not_found");
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
  const importing = ts.sys
    .readDirectory(services, [".ts"])
    .filter((file) => /from "zod/.test(readFileSync(file, "utf8")));
  expect(importing.map((file) => file.slice(services.length + 1))).toEqual(["zod.ts"]);
  expect(readFileSync(join(services, "zod.ts"), "utf8")).toContain('import { z } from "zod";\n');
});

it("has the same tables as Python's services", () => {
  const sql = readFileSync(join(services, "schema.sql"), "utf8");
  const python = join(root, "templates/python/cred_extract_services/schema.sql");
  expect(readFileSync(python, "utf8")).toBe(sql);
  expect(readFileSync(join(services, "tables.ts"), "utf8")).toContain(sql);
});

it("needs no package but those that are declared", () => {
  const declared = JSON.parse(readFileSync(join(services, "../dependencies.json"), "utf8")) as {
    dependencies: object;
  };
  const packages = readFileSync(join(services, "packages.ts"), "utf8").matchAll(
    /import\("([^"]+)"\)/g,
  );
  expect([...packages].map(([, name]) => name).sort()).toEqual(Object.keys(declared.dependencies));
});
