/** A TypeScript server as a retrofit leaves it, compiled with the strictest settings. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { fill } from "../../../../src/languages/supply/templates.js";
import { editions } from "../../../../src/languages/typescript/forms/library-queries.js";
import { filled } from "./fill.js";
import { here, repository, templates } from "./paths.js";
import type { Program } from "./served.js";

const run = promisify(execFile);

const types = {
  "@aws-sdk/client-sts": "3.1169.0",
  "@aws-sdk/credential-provider-node": "3.972.97",
  "@types/node": "20.19.43",
  jose: "5.9.5",
};

export const sdks = {
  "1.10": {
    main: "server.ts",
    edition: "sdk1",
    packages: { "@modelcontextprotocol/sdk": "1.10.2", zod: "3.25.76", ...types },
  },
  "1.32": {
    main: "server.ts",
    edition: "sdk1",
    packages: { "@modelcontextprotocol/sdk": "1.32.2", zod: "3.25.76", ...types },
  },
  "2": {
    main: "server.v2.ts",
    edition: "sdk2",
    packages: {
      "@modelcontextprotocol/server": "2.4.0",
      zod: "4.6.7",
      ...types,
    },
  },
};

export const modules = {
  "ES modules": { type: "module", module: "nodenext" },
  CommonJS: { type: "commonjs", module: "node16" },
};

/** The server, built and ready to start through its entry point. Throws what `tsc` finds. */
export async function nodeServer(
  sdk: keyof typeof sdks,
  kind: keyof typeof modules,
): Promise<Program> {
  const { main, edition, packages } = sdks[sdk];
  const { type, module } = modules[kind];
  const cwd = mkdtempSync(join(tmpdir(), "entrypoint-"));
  const services = join(cwd, "src", "credential-services");
  mkdirSync(join(cwd, "src"));
  const source = readFileSync(join(here, "node-servers", main), "utf8");
  const inside = source.replace(/"(\.\.\/)+templates\/typescript\//, '"./');
  writeFileSync(join(cwd, "src", "index.ts"), inside);
  cpSync(join(templates, "typescript", "credential-services"), services, { recursive: true });
  const imported = { SERVICES: "./credential-services", EXTENSION: ".js" };
  const { imports = [] } = editions.find(({ template }) => template === edition) ?? {};
  const values = {
    ...imported,
    SDK_IMPORTS: fill(imports.join("\n"), new Map(Object.entries(imported))),
    SERVER_MAIN: "./index.js",
    SERVER_ROOT: "..",
    START_COMMAND: "node dist/entrypoint.js",
    SERVER_ARGUMENTS: "",
    SERVER_VARIABLES: "",
  };
  writeFileSync(join(cwd, "src", "entrypoint.ts"), filled("typescript/entrypoint.ts", values));
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ type }));
  writeFileSync(join(cwd, "tsconfig.json"), JSON.stringify({ compilerOptions: strict(module) }));
  symlinkSync(await installed(packages), join(cwd, "node_modules"));
  const tsc = join(repository, "node_modules", "typescript", "bin", "tsc");
  await run(process.execPath, [tsc, "-p", cwd]).catch(({ stdout }) => {
    throw new Error(String(stdout));
  });
  return { command: process.execPath, args: ["dist/entrypoint.js"], cwd };
}

function strict(module: string): object {
  return {
    module,
    target: "es2020",
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noPropertyAccessFromIndexSignature: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    skipLibCheck: true,
    types: ["node"],
    rootDir: "src",
    outDir: "dist",
  };
}

/** A `node_modules` with these packages, kept between runs; whole as soon as it has its name. */
export async function installed(dependencies: Record<string, string>): Promise<string> {
  const manifest = JSON.stringify({ private: true, dependencies });
  const hash = createHash("sha256").update(manifest).digest("hex").slice(0, 12);
  const folder = join(repository, "node_modules", ".cache", "node", hash);
  if (existsSync(folder)) return join(folder, "node_modules");
  mkdirSync(dirname(folder), { recursive: true });
  const own = mkdtempSync(`${folder}-`);
  writeFileSync(join(own, "package.json"), manifest);
  await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: own });
  try {
    renameSync(own, folder);
  } catch (error) {
    // Another run of the tests was faster.
    if (!existsSync(folder)) throw error;
    rmSync(own, { recursive: true });
  }
  return join(folder, "node_modules");
}
