/** What the server's tsconfig says about where sources are and how modules resolve. */

import { dirname, join, resolve } from "node:path";
import { parse } from "jsonc-parser";
import type { FileStore } from "../../files.js";

export interface TsOptions {
  /** The folders that the build takes sources from, as `rootDir` and `include` give them; maybe none. */
  readonly sourceFolders: readonly string[];
  readonly outDir?: string;
  readonly rootDir?: string;
  /** Lower case; undefined where neither this file nor one it extends in the server says. */
  readonly module?: string;
  readonly moduleResolution?: string;
}

interface RawConfig {
  readonly extends?: string | readonly string[];
  readonly include?: readonly string[];
  readonly files?: readonly string[];
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

/** The options of the tsconfig.json in `root`; undefined where there is none. */
export function configOf(files: FileStore, root: string): TsOptions | undefined {
  const path = join(root, "tsconfig.json");
  if (!files.isFile(path)) return undefined;
  const { include, options } = load(files, path, 0);
  const rootDir = typeof options.rootDir === "string" ? resolve(root, options.rootDir) : undefined;
  const outDir = typeof options.outDir === "string" ? resolve(root, options.outDir) : undefined;
  const included = include.map((pattern) => resolve(root, fixedPart(pattern)));
  const folders = rootDir && rootDir !== root ? [rootDir] : included;
  return {
    sourceFolders: folders.filter((folder) => folder !== root && files.isFolder(folder)),
    ...(outDir ? { outDir } : {}),
    ...(rootDir ? { rootDir } : {}),
    ...lower("module", options.module),
    ...lower("moduleResolution", options.moduleResolution),
  };
}

/** The part of a glob before its first wildcard, as a path. */
function fixedPart(pattern: string): string {
  const parts = pattern.split("/");
  const wild = parts.findIndex((part) => /[*?]/.test(part));
  return (wild < 0 ? parts : parts.slice(0, wild)).join("/") || ".";
}

function lower<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  return (typeof value === "string" ? { [key]: value.toLowerCase() } : {}) as { [P in K]?: string };
}

interface Loaded {
  readonly include: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

function load(files: FileStore, path: string, depth: number): Loaded {
  const text = files.read(path)?.text;
  const config = (text ? parse(text) : undefined) as RawConfig | undefined;
  if (!config || depth > 8) return { include: [], options: {} };
  const parents = [config.extends ?? []].flat().filter((parent) => parent.startsWith("."));
  const inherited = parents.map((parent) => {
    const target = resolve(dirname(path), parent);
    return load(files, target.endsWith(".json") ? target : `${target}.json`, depth + 1);
  });
  const options = Object.assign(
    {},
    ...inherited.map((each) => each.options),
    config.compilerOptions,
  );
  const include = config.include ?? config.files ?? inherited.at(-1)?.include ?? [];
  return { include, options };
}
