/** The entry point: runs the server's own main over the transport that the environment asks for. */

import { dirname, extname, join, relative } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { NewFile, Scan, Server } from "../../../types.js";
import { compiledTemplates, fill, sourceTemplates, templateText } from "../../supply/templates.js";
import { serverSuffix } from "../imports/style.js";
import { layoutOf, manifestOf } from "../project/layout.js";
import { type MainModule, mainOf } from "./main-module.js";
import { fromRoot, relativeModule } from "./paths.js";
import { builtOf, type Loader, type Running } from "./running.js";
import { hasStreamableHttp, type SdkName, sdkOf } from "./sdk-version.js";

/** The entry point's source, and how Node.js runs it. */
export interface EntryPoint extends Running {
  readonly file: NewFile;
}

const sdkImports: Readonly<Record<SdkName, readonly string[]>> = {
  "@modelcontextprotocol/sdk": [
    'import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";',
    "",
    "const sdk = { StdioServerTransport };",
  ],
  "@modelcontextprotocol/server": [
    'import * as server from "@modelcontextprotocol/server";',
    'import * as stdio from "@modelcontextprotocol/server/stdio";',
    "",
    "const sdk = { ...server, ...stdio };",
  ],
};

/** The entry point, or the reason why there can be none. */
export function entryPointFor(server: Server, files: FileStore, scan: Scan): EntryPoint | string {
  const sdk = sdkOf(server, files);
  if (!sdk) return "package.json lists no MCP SDK";
  if (isForDevelopment(server, files, sdk)) {
    return `package.json lists ${sdk} under devDependencies only, which an image does without`;
  }
  if (sdk === "@modelcontextprotocol/sdk" && !hasStreamableHttp(server, files)) {
    return "its MCP SDK is older than 1.10 and has no streamable HTTP";
  }
  const main = mainOf(server, files, scan);
  return typeof main === "string" ? main : entryPoint(server, files, main, sdk);
}

function isForDevelopment(server: Server, files: FileStore, sdk: SdkName): boolean {
  const { dependencies, peerDependencies, optionalDependencies } = manifestOf(server, files);
  return { ...dependencies, ...peerDependencies, ...optionalDependencies }[sdk] === undefined;
}

function entryPoint(server: Server, files: FileStore, main: MainModule, sdk: SdkName): EntryPoint {
  const ending = endingFor(main, server, files);
  const path = join(dirname(main.source), `entrypoint${ending}`);
  const { loader } = main;
  const built = loader ? path : builtOf(path, server, files);
  const values = new Map([
    ["SDK_IMPORTS", sdkImports[sdk].join("\n")],
    ["SERVICES", relativeModule(path, servicesSeenFrom(path, server, files))],
    ["EXTENSION", extensionFor(path, server, files)],
    ["SERVER_MAIN", relativeModule(built, main.built)],
    ["SERVER_ROOT", relative(dirname(built), server.root).replaceAll("\\", "/") || "."],
    ["START_COMMAND", startCommand(server, { built, ...(loader ? { loader } : {}) })],
    ["PRELOAD_COMMAND", preloadCommand(server, main, built)],
  ]);
  const content = fill(template(path, server, files, sdk), values);
  return { file: { path, content }, built, ...(loader ? { loader } : {}) };
}

/** As people would type it in the server's folder. */
export function startCommand(server: Server, { built, loader }: Running): string {
  return `${loader ? `npx ${loader}` : "node"} ${fromRoot(server, built)}`;
}

function preloadCommand(server: Server, main: MainModule, built: string): string {
  const run = main.loader ? `npx ${main.loader}` : "node";
  return `${run} --require ./${fromRoot(server, built)} ./${fromRoot(server, main.built)}`;
}

/** What is to be given to Node.js before a module that is not JavaScript. */
export function loaderArguments(loader: Loader | undefined): readonly string[] {
  if (loader === "tsx") return ["--import", "tsx"];
  return loader ? ["--require", `${loader}/register`] : [];
}

/** The main's own; a script that can only require() is no place to load compiled ES modules from. */
function endingFor({ source }: MainModule, server: Server, files: FileStore): string {
  const ending = extname(source).replace("x", "");
  const { language, packageIsModule } = layoutOf(server, files);
  const isOutside = language === "typescript" && isScript(source);
  return isOutside && packageIsModule && ending === ".cjs" ? ".mjs" : ending;
}

function isScript(path: string): boolean {
  return /\.[cm]?jsx?$/.test(path);
}

/** The folder of the services that a module loads: a script loads what is made of TypeScript ones. */
function servicesSeenFrom(path: string, server: Server, files: FileStore): string {
  const { services, language } = layoutOf(server, files);
  if (language === "javascript" || !isScript(path)) return services;
  return dirname(builtOf(join(services, "index.ts"), server, files));
}

function extensionFor(path: string, server: Server, files: FileStore): string {
  if (isScript(path) || layoutOf(server, files).language === "javascript") return ".js";
  const suffix = serverSuffix(server, files);
  return suffix.startsWith(".") ? suffix : "";
}

/** The template in the language that the file's ending says. */
function template(path: string, server: Server, files: FileStore, sdk: SdkName): string {
  if (!isScript(path)) return templateText(join(sourceTemplates, "typescript"), "entrypoint.ts");
  const version = sdk === "@modelcontextprotocol/sdk" ? "1" : "2";
  const edition = join(compiledTemplates, `javascript-${moduleOf(path, server, files)}`);
  return templateText(edition, `entrypoint.sdk${version}.js`);
}

function moduleOf(path: string, server: Server, files: FileStore): "esm" | "cjs" {
  const { language, module, packageIsModule } = layoutOf(server, files);
  if (/\.mjs$/.test(path)) return "esm";
  if (/\.cjs$/.test(path)) return "cjs";
  // Node.js goes by package.json; a server in JavaScript that is built may be written otherwise.
  return language === "javascript" ? module : packageIsModule ? "esm" : "cjs";
}
