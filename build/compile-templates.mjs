// Makes the JavaScript editions of the TypeScript templates, ES modules and CommonJS, with declarations:
// retrofit copies them into servers that are written in JavaScript, and needs no compiler for it.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const templates = fileURLToPath(new URL("../templates/typescript/", import.meta.url));
const target = fileURLToPath(new URL("../dist/templates/", import.meta.url));
const editions = { "javascript-esm": ts.ModuleKind.ES2022, "javascript-cjs": ts.ModuleKind.CommonJS };

// As the supply for TypeScript servers writes them: src/languages/typescript/supply/entrypoint.ts.
const sdkImports = {
  sdk1: `import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";

const sdk = { StdioServerTransport };`,
  sdk2: `import * as server from "@modelcontextprotocol/server";
import * as stdio from "@modelcontextprotocol/server/stdio";
import { modernEra } from "{{SERVICES}}/gateway/eras{{EXTENSION}}";

const sdk = { ...stdio, modern: modernEra({ ...server, ...stdio }) };`,
  fastmcp: `import * as fastmcp from "fastmcp";
import { transportOf } from "{{SERVICES}}/gateway/fastmcp{{EXTENSION}}";

const sdk = transportOf(fastmcp);`,
};

// People read what is copied: as comments the blank lines pass the compiler, which indents by four.
const BLANK = "//-";

rmSync(target, { recursive: true, force: true });
for (const [name, module] of Object.entries(editions)) {
  compileServices(`${target}${name}/credential-services/`, module);
  compileEntryPoints(`${target}${name}/`, module);
}

function compileServices(outDir, module) {
  const folder = `${templates}credential-services/`;
  const options = {
    target: ts.ScriptTarget.ES2022,
    module,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    declaration: true,
    newLine: ts.NewLineKind.LineFeed,
    outDir,
    rootDir: folder,
    // Types are checked where the templates are tested, against the packages they load.
    noCheck: true,
    strict: true,
    types: ["node"],
  };
  if (module === ts.ModuleKind.CommonJS) options.moduleResolution = ts.ModuleResolutionKind.Node10;
  const sources = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".ts"));
  const host = hostFor(options);
  const program = ts.createProgram(sources.map((name) => folder + name), options, host);
  const { diagnostics, emitSkipped } = program.emit();
  if (emitSkipped || diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, host));
  const index = readFileSync(`${folder}index.ts`, "utf8");
  writeFileSync(`${outDir}index.js`, indexFor(module, index));
  writeFileSync(`${outDir}index.d.ts`, index);
}

function hostFor(options) {
  const host = ts.createCompilerHost(options);
  const { readFile, writeFile } = host;
  return {
    ...host,
    getSourceFile: (name, language) => {
      const text = readFile(name);
      const isOwn = name.startsWith(templates);
      const marked = isOwn ? text?.replaceAll("\n\n", `\n${BLANK}\n`) : text;
      return marked === undefined ? undefined : ts.createSourceFile(name, marked, language);
    },
    writeFile: (name, text, ...others) => writeFile(name, readable(text), ...others),
  };
}

function readable(text) {
  const halved = (spaces) => " ".repeat(spaces.length - 2 * Math.floor(spaces.length / 4));
  return text
    .replaceAll(new RegExp(`^ *${BLANK}$`, "gm"), "")
    .replaceAll(/^ {4,}/gm, halved)
    .replace(/^("use strict";\n[^]*?)(\/\/ SPDX.*\n(?:\/[/*].*\n)*)/, "$2\n$1\n")
    .replace(/\n{3,}/g, "\n\n");
}

// The index as it is written, and not as the compiler would: a module's lines stay together, since retrofit leaves out
// those of modules that a server does not use. For CommonJS a line for each name, as Node.js finds them for `import`.
function indexFor(module, text) {
  const values = text
    .replaceAll(/^export type \{[^}]*\} from .*\n/gm, "")
    .replaceAll(/\b(\w+)\.ts\b/g, "$1.js");
  if (module !== ts.ModuleKind.CommonJS) return values;
  const lines = values.replaceAll(/^export \{([^}]*)\} from (".*");$/gm, (_all, names, path) =>
    names
      .split(",")
      .map((name) => name.trim().split(" as "))
      .filter(([name]) => name !== "")
      .map(([name, exported = name]) => `exports.${exported} = require(${path}).${name};`)
      .join("\n"),
  );
  const start = '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n';
  return lines.replace(/\n\n/, `\n\n${start}\n`);
}

function compileEntryPoints(outDir, module) {
  mkdirSync(outDir, { recursive: true });
  const template = readFileSync(`${templates}entrypoint.ts`, "utf8");
  for (const [edition, imports] of Object.entries(sdkImports)) {
    const { outputText } = ts.transpileModule(template.replace("{{SDK_IMPORTS}}", imports), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module,
        newLine: ts.NewLineKind.LineFeed,
        verbatimModuleSyntax: false,
      },
    });
    writeFileSync(`${outDir}entrypoint.${edition}.js`, outputText);
  }
}
