/** `paths` and `baseUrl` of the tsconfig that governs a folder, `extends` followed. */

import { dirname, isAbsolute, join, resolve } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { readJson } from "./json.js";

interface Config {
  readonly extends?: string | readonly string[];
  readonly compilerOptions?: {
    readonly baseUrl?: string;
    readonly paths?: Readonly<Record<string, readonly string[]>>;
  };
}

interface Mapping {
  /** Where the targets of `paths` start from. */
  readonly base: string;
  readonly baseUrl?: string;
  readonly paths: Readonly<Record<string, readonly string[]>>;
}

const caches = new WeakMap<FileStore, Map<string, Mapping | undefined>>();

/** The paths, without certainty that they exist, that the governing tsconfig.json gives a bare specifier. */
export function pathsOf(files: FileStore, folder: string, specifier: string): string[] {
  const mapping = governing(files, folder);
  if (!mapping) return [];
  const mapped = bestPattern(Object.keys(mapping.paths), specifier);
  const targets = mapped
    ? (mapping.paths[mapped.pattern] ?? []).map((to) =>
        resolve(mapping.base, to.replace("*", mapped.star)),
      )
    : [];
  return mapping.baseUrl ? [...targets, join(mapping.baseUrl, specifier)] : targets;
}

/** The pattern with the longest text before its star that matches, as TypeScript chooses. */
function bestPattern(
  patterns: readonly string[],
  specifier: string,
): { pattern: string; star: string } | undefined {
  let best: { pattern: string; star: string; length: number } | undefined;
  for (const pattern of patterns) {
    const [head = "", tail] = pattern.split("*");
    if (tail === undefined) {
      if (pattern === specifier) return { pattern, star: "" };
      continue;
    }
    const fits =
      specifier.length >= head.length + tail.length &&
      specifier.startsWith(head) &&
      specifier.endsWith(tail);
    if (!fits || (best && best.length >= head.length)) continue;
    const star = specifier.slice(head.length, specifier.length - tail.length);
    best = { pattern, star, length: head.length };
  }
  return best;
}

function governing(files: FileStore, folder: string): Mapping | undefined {
  const cache = caches.get(files) ?? new Map<string, Mapping | undefined>();
  caches.set(files, cache);
  if (!cache.has(folder)) {
    cache.set(folder, undefined);
    const config = ["tsconfig.json", "jsconfig.json"]
      .map((name) => join(folder, name))
      .find((path) => files.isFile(path));
    const parent = dirname(folder);
    const above = (): Mapping | undefined =>
      parent === folder ? undefined : governing(files, parent);
    cache.set(folder, config ? load(files, config, 0) : above());
  }
  return cache.get(folder);
}

function load(files: FileStore, path: string, depth: number): Mapping | undefined {
  if (depth > 8 || !files.isFile(path)) return undefined;
  const config = readJson<Config>(files, path);
  const folder = dirname(path);
  const parents = [config?.extends ?? []].flat();
  const inherited = parents
    .map((parent) => extended(files, folder, parent))
    .map((parent) => (parent ? load(files, parent, depth + 1) : undefined))
    .findLast((mapping) => mapping !== undefined);
  const options = config?.compilerOptions ?? {};
  const baseUrl = options.baseUrl ? resolve(folder, options.baseUrl) : inherited?.baseUrl;
  const own = options.paths && { base: baseUrl ?? folder, paths: options.paths };
  const { base, paths } = own ?? inherited ?? { base: folder, paths: {} };
  return { base, paths, ...(baseUrl ? { baseUrl } : {}) };
}

/** The file that an `extends` names: relative, or of an installed package. */
export function extended(files: FileStore, folder: string, parent: string): string | undefined {
  const candidates = (path: string): string[] => [
    path,
    `${path}.json`,
    join(path, "tsconfig.json"),
  ];
  if (parent.startsWith(".") || isAbsolute(parent)) {
    return candidates(resolve(folder, parent)).find((path) => files.isFile(path));
  }
  for (let at = folder; ; at = dirname(at)) {
    const found = candidates(join(at, "node_modules", parent)).find((path) => files.isFile(path));
    if (found || dirname(at) === at) return found;
  }
}
