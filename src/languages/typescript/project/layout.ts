/** Where a server keeps its sources, and in which language and module system: what is added must fit in. */

import { basename, dirname, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { either, mcpPattern } from "../forms/prefilter.js";
import { servicesParent } from "../supply/services-place.js";
import { buildCommands } from "./build-commands.js";
import { readJson } from "./json.js";
import { isServicesFile, productionFiles, servicesName } from "./server-files.js";
import { configOf, type TsOptions } from "./tsconfig-options.js";

export interface Layout {
  /** The folder around the server's sources, or around most of them: the services are put into it. */
  readonly sourceRoot: string;
  /** Where the services folder is, or goes. */
  readonly services: string;
  readonly language: "typescript" | "javascript";
  readonly module: "esm" | "cjs";
  /** package.json says `"type": "module"`. */
  readonly packageIsModule: boolean;
}

export interface PackageJson {
  readonly name?: string;
  readonly type?: string;
  readonly main?: string;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
  readonly packageManager?: string;
  readonly workspaces?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Sources that tell where the server lives: those that speak MCP or AWS. */
const serverMark = either(mcpPattern, /@aws-sdk\//);

const caches = new WeakMap<FileStore, Map<string, Layout>>();

/** The layout of a server, from its manifest, its tsconfig and where its sources are. */
export function layoutOf(server: Server, files: FileStore): Layout {
  const cache = caches.get(files) ?? new Map<string, Layout>();
  caches.set(files, cache);
  const known = cache.get(server.root);
  if (known) return known;
  const layout = compute(server, files);
  cache.set(server.root, layout);
  return layout;
}

/** The server's package.json; empty where there is none or it does not parse. */
export function manifestOf(server: Server, files: FileStore): PackageJson {
  return (server.manifest && readJson<PackageJson>(files, server.manifest)) || {};
}

function compute(server: Server, files: FileStore): Layout {
  const sources = serverSources(server, files);
  const existing = server.files.find(
    (path) => isServicesFile(path) && /\/index\.[cm]?[jt]s$/.test(path),
  );
  const { type, dependencies, devDependencies } = manifestOf(server, files);
  const packages = Object.keys({ ...dependencies, ...devDependencies });
  const compiler = compilerOf(server, files);
  const sourceRoot = existing
    ? dirname(dirname(existing))
    : servicesParent(server, files, { sources, packages, compiler });
  const packageIsModule = type === "module";
  const language = sources.some((path) => /\.[cm]?tsx?$/.test(path)) ? "typescript" : "javascript";
  return {
    sourceRoot,
    services: existing ? dirname(existing) : join(sourceRoot, servicesName),
    language,
    module: moduleOf(sources, files, packageIsModule),
    packageIsModule,
  };
}

function serverSources(server: Server, files: FileStore): string[] {
  const production = productionFiles(server);
  const { takesIn } = compilerOf(server, files) ?? {};
  const included = takesIn ? production.filter(takesIn) : production;
  // A script beside what the build takes in is not the server.
  const built = included.length > 0 ? included : production;
  const marked = built.filter((path) => serverMark.test(files.read(path)?.text ?? ""));
  return marked.length > 0 ? marked : built;
}

/** The options that the server's build gives to the compiler; undefined where it has no tsconfig. */
export function compilerOf(server: Server, files: FileStore): TsOptions | undefined {
  const { scripts } = manifestOf(server, files);
  return configOf(files, server.root, buildCommands(scripts).join("\n"));
}

function moduleOf(
  sources: readonly string[],
  files: FileStore,
  packageIsModule: boolean,
): "esm" | "cjs" {
  const scripts = sources.filter((path) => /\.[cm]?jsx?$/.test(path));
  const votes = scripts.map((path) => isModuleSource(path, files.read(path)?.text ?? ""));
  const modules = votes.filter(Boolean).length;
  if (votes.length > 0 && modules * 2 !== votes.length)
    return modules * 2 > votes.length ? "esm" : "cjs";
  return packageIsModule ? "esm" : "cjs";
}

function isModuleSource(path: string, text: string): boolean {
  if (/\.mjs$/.test(path)) return true;
  if (/\.cjs$/.test(path)) return false;
  return /^\s*(import\b[^(]|export\b)/m.test(text);
}

/** The server's name as an image or repository may have it: lower case, digits and hyphens. */
export function imageName(server: Server, files: FileStore): string {
  const name = manifestOf(server, files).name?.split("/").at(-1) ?? basename(server.root);
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "") || "mcp-server"
  );
}
