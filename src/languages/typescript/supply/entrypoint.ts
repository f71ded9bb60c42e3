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

type Parts = SdkName | "fastmcp";

const sdkImports: Readonly<Record<Parts, readonly string[]>> = {
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
  fastmcp: ['import * as fastmcp from "fastmcp";', "", "const sdk = { fastmcp };"],
};

/** The entry point, or the reason why there can be none. */
export function entryPointFor(server: Server, files: FileStore, scan: Scan): EntryPoint | string {
  const main = mainOf(server, files, scan);
  const parts = partsFor(server, files, main);
  const lack = lackOfParts(server, files, parts);
  if (typeof main === "string") return sdkOf(server, files) ? (lack ?? main) : main;
  return lack ?? entryPoint(server, files, main, parts as Parts);
}

/** The package whose transport is replaced; undefined where none is listed. */
function partsFor(server: Server, files: FileStore, main: MainModule | string): Parts | undefined {
  const isFast = typeof main !== "string" && main.beginning.connects === "fastmcp";
  return isFast ? "fastmcp" : sdkOf(server, files);
}

function lackOfParts(
  server: Server,
  files: FileStore,
  parts: Parts | undefined,
): string | undefined {
  if (!parts) return "package.json lists no MCP SDK";
  if (isForDevelopment(server, files, parts)) {
    return `package.json lists ${parts} under devDependencies only, which an image does without`;
  }
  return parts === "@modelcontextprotocol/sdk" && !hasStreamableHttp(server, files)
    ? "its MCP SDK is older than 1.10 and has no streamable HTTP"
    : undefined;
}

function isForDevelopment(server: Server, files: FileStore, name: Parts): boolean {
  const { dependencies, peerDependencies, optionalDependencies } = manifestOf(server, files);
  return { ...dependencies, ...peerDependencies, ...optionalDependencies }[name] === undefined;
}

function entryPoint(server: Server, files: FileStore, main: MainModule, parts: Parts): EntryPoint {
  const { loader, beginning } = main;
  const path = join(dirname(main.source), `entrypoint${endingFor(main, server, files)}`);
  const built = loader ? path : builtOf(path, server, files);
  const running: Running = {
    built,
    ...(loader ? { loader } : {}),
    ...(beginning.form === "preloaded" ? { main: main.built } : {}),
  };
  const variables = Object.entries(beginning.variables).map(([name, value]) => `${name}=${value}`);
  const values = new Map([
    ["SDK_IMPORTS", sdkImports[parts].join("\n")],
    ["SERVICES", relativeModule(path, servicesSeenFrom(path, server, files))],
    ["EXTENSION", extensionFor(path, server, files)],
    ["SERVER_MAIN", relativeModule(built, main.built)],
    ["SERVER_ROOT", relative(dirname(built), server.root).replaceAll("\\", "/") || "."],
    ["SERVER_ARGUMENTS", beginning.args.join(" ")],
    ["SERVER_VARIABLES", variables.join(" ")],
    ["START_COMMAND", startCommand(server, files, running)],
  ]);
  const content = fill(template(path, server, files, parts), values);
  return { file: { path, content }, ...running };
}

/** As people would type it in the server's folder. */
export function startCommand(server: Server, files: FileStore, running: Running): string {
  const { loader, built } = running;
  const run = loader ? `npx ${loader}` : "node";
  return [run, ...preloading(server, files, running), fromRoot(server, running.main ?? built)].join(
    " ",
  );
}

/** What is to be given to Node.js before what it runs, from the server's folder. */
export function nodeArguments(server: Server, files: FileStore, running: Running): string[] {
  return [...loaderArguments(running.loader), ...preloading(server, files, running)];
}

/** The entry point, where Node.js is to load it before the main: in CommonJS in one go, as nothing waits for it. */
function preloading(server: Server, files: FileStore, { built, main }: Running): string[] {
  if (main === undefined) return [];
  const isCommonJs =
    /\.c[jt]s$/.test(built) || (!/\.m[jt]s$/.test(built) && isOfCommonJs(server, files));
  return [isCommonJs ? "--require" : "--import", `./${fromRoot(server, built)}`];
}

function isOfCommonJs(server: Server, files: FileStore): boolean {
  const { packageIsModule } = layoutOf(server, files);
  return !packageIsModule;
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

const editions: Readonly<Record<Parts, string>> = {
  "@modelcontextprotocol/sdk": "sdk1",
  "@modelcontextprotocol/server": "sdk2",
  fastmcp: "fastmcp",
};

/** The template in the language that the file's ending says. */
function template(path: string, server: Server, files: FileStore, parts: Parts): string {
  if (!isScript(path)) return templateText(join(sourceTemplates, "typescript"), "entrypoint.ts");
  const edition = join(compiledTemplates, `javascript-${moduleOf(path, server, files)}`);
  return templateText(edition, `entrypoint.${editions[parts]}.js`);
}

function moduleOf(path: string, server: Server, files: FileStore): "esm" | "cjs" {
  const { language, module, packageIsModule } = layoutOf(server, files);
  if (/\.mjs$/.test(path)) return "esm";
  if (/\.cjs$/.test(path)) return "cjs";
  // Node.js goes by package.json; a server in JavaScript that is built may be written otherwise.
  return language === "javascript" ? module : packageIsModule ? "esm" : "cjs";
}
