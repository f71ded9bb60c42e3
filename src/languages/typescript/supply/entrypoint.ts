/** The entry point: runs the server's own main over the transport that the environment asks for. */

import { dirname, extname, join, relative } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { NewFile, Scan, Server } from "../../../types.js";
import { compiledTemplates, fill, sourceTemplates, templateText } from "../../supply/templates.js";
import type { Edition } from "../forms/library.js";
import { editions } from "../forms/library-queries.js";
import { serverSuffix } from "../imports/style.js";
import { layoutOf, manifestOf } from "../project/layout.js";
import { type MainModule, mainOf } from "./main-module.js";
import { fromRoot, relativeModule } from "./paths.js";
import { builtOf, type Loader, type Running } from "./running.js";
import { lackingHttp, sdkOf } from "./sdk-version.js";

/** The entry point's source, and how Node.js runs it. */
export interface EntryPoint extends Running {
  readonly file: NewFile;
}

/** The entry point, or the reason why there can be none. */
export function entryPointFor(server: Server, files: FileStore, scan: Scan): EntryPoint | string {
  const main = mainOf(server, files, scan);
  const edition = editionFor(server, files, main);
  if (!edition) return typeof main === "string" ? main : "package.json lists no MCP SDK";
  const lack = lackOf(server, files, edition);
  return lack ?? (typeof main === "string" ? main : entryPoint(server, files, main, edition));
}

/** The package whose transport is replaced; undefined where none is listed. */
function editionFor(
  server: Server,
  files: FileStore,
  main: MainModule | string,
): Edition | undefined {
  const startsItself = typeof main !== "string" && main.beginning.connects === "fastmcp";
  return startsItself ? editions.find((each) => each.startsItself) : sdkOf(server, files);
}

function lackOf(server: Server, files: FileStore, edition: Edition): string | undefined {
  if (isForDevelopment(server, files, edition.package)) {
    return `package.json lists ${edition.package} under devDependencies only, which an image does without`;
  }
  const since = lackingHttp(server, files, edition);
  return since
    ? `its MCP SDK is older than ${since.join(".")} and has no streamable HTTP`
    : undefined;
}

function isForDevelopment(server: Server, files: FileStore, name: string): boolean {
  const { dependencies, peerDependencies, optionalDependencies } = manifestOf(server, files);
  return { ...dependencies, ...peerDependencies, ...optionalDependencies }[name] === undefined;
}

function entryPoint(
  server: Server,
  files: FileStore,
  main: MainModule,
  edition: Edition,
): EntryPoint {
  const { loader, beginning } = main;
  const path = join(dirname(main.source), `entrypoint${endingFor(main, server, files)}`);
  // Where nothing is built of the main, nothing is of this.
  const built = main.built === main.source ? path : builtOf(path, server, files);
  const running: Running = {
    built,
    ...(loader ? { loader } : {}),
    ...(beginning.form === "preloaded" ? { main: main.built } : {}),
  };
  const variables = Object.entries(beginning.variables).map(([name, value]) => `${name}=${value}`);
  const imported = new Map([
    ["SERVICES", relativeModule(path, servicesSeenFrom(path, server, files))],
    ["EXTENSION", extensionFor(path, server, files)],
  ]);
  const values = new Map([
    ...imported,
    ["SDK_IMPORTS", fill(edition.imports.join("\n"), imported)],
    ["SERVER_MAIN", relativeModule(built, main.built)],
    ["SERVER_ROOT", relative(dirname(built), server.root).replaceAll("\\", "/") || "."],
    ["SERVER_ARGUMENTS", beginning.args.join(" ")],
    ["SERVER_VARIABLES", variables.join(" ")],
    ["START_COMMAND", startCommand(server, files, running)],
  ]);
  const content = fill(template(path, server, files, edition), values);
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

/** The template in the language that the file's ending says. */
function template(path: string, server: Server, files: FileStore, edition: Edition): string {
  if (!isScript(path)) return templateText(join(sourceTemplates, "typescript"), "entrypoint.ts");
  const folder = join(compiledTemplates, `javascript-${moduleOf(path, server, files)}`);
  return templateText(folder, `entrypoint.${edition.template}.js`);
}

function moduleOf(path: string, server: Server, files: FileStore): "esm" | "cjs" {
  const { language, module, packageIsModule } = layoutOf(server, files);
  if (/\.mjs$/.test(path)) return "esm";
  if (/\.cjs$/.test(path)) return "cjs";
  // Node.js goes by package.json; a server in JavaScript that is built may be written otherwise.
  return language === "javascript" ? module : packageIsModule ? "esm" : "cjs";
}
