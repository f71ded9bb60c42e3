/** What the tsconfig that builds a server says: where sources are, what is emitted, how modules resolve. */

import { dirname, join, resolve } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { readJson } from "./json.js";
import { extended } from "./tsconfig.js";
import { absolute, type FilePatterns, takesIn } from "./tsconfig-files.js";

export interface TsOptions {
  /** Whether the build takes a source file in by itself; undefined where the tsconfig names no files. */
  readonly takesIn?: (path: string) => boolean;
  readonly outDir?: string;
  /** As given, or the folder of a tsconfig that is part of a build of several (`composite`). */
  readonly rootDir?: string;
  /** False where the compiler only checks, or writes nothing but declarations. */
  readonly emits: boolean;
  /** Whether types of JavaScript are checked, or declared for others. */
  readonly typesScripts: boolean;
  /** Lower case; undefined where neither this file nor one it extends says. */
  readonly module?: string;
  readonly moduleResolution?: string;
}

interface RawConfig {
  readonly extends?: string | readonly string[];
  readonly include?: readonly string[];
  readonly files?: readonly string[];
  readonly exclude?: readonly string[];
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

/**
 * The options of the tsconfig that `build`, the commands of the server's build, hands to the compiler:
 * that of its `-p`, else tsconfig.json. Undefined where there is none.
 */
export function configOf(files: FileStore, root: string, build = ""): TsOptions | undefined {
  const path = configPath(files, root, build);
  if (!path) return undefined;
  const loaded = load(files, path, 0);
  const options: Readonly<Record<string, unknown>> = { ...loaded.options, ...flags(root, build) };
  const outDir = text(options.outDir);
  const rootDir = text(options.rootDir) ?? (options.composite === true ? dirname(path) : undefined);
  const patterns = patternsOf(loaded, root, outDir, rootDir);
  return {
    emits: options.noEmit !== true && options.emitDeclarationOnly !== true,
    typesScripts:
      options.checkJs === true || (options.allowJs === true && options.declaration === true),
    ...(patterns ? { takesIn: (file: string) => takesIn(patterns, file) } : {}),
    ...(outDir ? { outDir } : {}),
    ...(rootDir ? { rootDir } : {}),
    ...lower("module", options.module),
    ...lower("moduleResolution", options.moduleResolution),
  };
}

function configPath(files: FileStore, root: string, build: string): string | undefined {
  const named = /\btsc\b[^&|;]*?\s(?:-p|--project|-b|--build)[= ]\s*([^\s&|;-][^\s&|;]*)/.exec(
    build,
  );
  // Nest's own command looks for another one first.
  const nest = /^nest build\b/m.test(build) ? "tsconfig.build.json" : undefined;
  const paths = [named?.[1], nest, "tsconfig.json"].flatMap((name) =>
    name ? [join(root, name), join(root, name, "tsconfig.json")] : [],
  );
  return paths.find((path) => files.isFile(path));
}

/** Options given to the compiler on its command line. */
function flags(root: string, build: string): Record<string, unknown> {
  const command = /\btsc\b[^&|;]*/.exec(build)?.[0] ?? "";
  const outDir = /--outDir[= ](\S+)/.exec(command)?.[1];
  return {
    ...(outDir ? { outDir: resolve(root, outDir) } : {}),
    ...(/--noEmit\b(?! false)/.test(command) ? { noEmit: true } : {}),
  };
}

/** Undefined where the tsconfig only refers to others (`"files": []`). */
function patternsOf(
  { files, include, exclude }: Loaded,
  root: string,
  outDir: string | undefined,
  rootDir: string | undefined,
): FilePatterns | undefined {
  if (files?.length === 0 && !include?.length) return undefined;
  return {
    ...(files ? { files } : {}),
    include: include ?? (files ? [] : [join(root, "**/*")]),
    exclude: exclude ?? (outDir ? [outDir] : []),
    ...(rootDir ? { rootDir } : {}),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function lower<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  return (typeof value === "string" ? { [key]: value.toLowerCase() } : {}) as { [P in K]?: string };
}

interface Loaded {
  readonly files?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** A tsconfig and what it extends, paths absolute: each is relative to the file that it stands in. */
function load(files: FileStore, path: string, depth: number): Loaded {
  const config = readJson<RawConfig>(files, path);
  if (!config || depth > 8) return { options: {} };
  const folder = dirname(path);
  const inherited = [config.extends ?? []].flat().flatMap((parent) => {
    const found = extended(files, folder, parent);
    return found ? [load(files, found, depth + 1)] : [];
  });
  const own = (key: "files" | "include" | "exclude") => {
    const value = config[key];
    return Array.isArray(value) ? { [key]: absolute(folder, value) } : {};
  };
  const options = inherited.map((each) => each.options);
  return {
    ...Object.assign({}, ...inherited),
    ...own("files"),
    ...own("include"),
    ...own("exclude"),
    options: Object.assign({}, ...options, located(folder, config.compilerOptions ?? {})),
  };
}

function located(folder: string, options: Readonly<Record<string, unknown>>): object {
  const paths = ["outDir", "rootDir"].flatMap((key) => {
    const value = options[key];
    return typeof value === "string" ? [[key, ...absolute(folder, [value])]] : [];
  });
  return { ...options, ...Object.fromEntries(paths) };
}
