/** Packages of the same workspace, and the package itself, as imports name them: to their sources. */

import { basename, dirname, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { isRepository } from "../../../disk/git.js";
import type { Disk } from "../../../disk/path-cache.js";
import type { Server } from "../../../types.js";
import { readJson } from "./json.js";

interface Manifest {
  readonly name?: string;
  readonly main?: string;
  readonly module?: string;
  readonly source?: string;
  readonly exports?: unknown;
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package of a workspace and its package.json. */
export interface Package {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** A function from (folder, bare specifier) to the paths that it may mean, the likeliest first. */
export function createWorkspace(
  server: Server,
  files: FileStore,
): (folder: string, specifier: string) => string[] {
  let packages: ReadonlyMap<string, Package> | undefined;
  const all = (): ReadonlyMap<string, Package> => {
    packages ??= packagesAround(server.root, files);
    return packages;
  };
  return (folder, specifier) => {
    if (specifier.startsWith("#")) return selfImports(files, folder, specifier);
    const [name, rest] = splitSpecifier(specifier);
    const found = name ? all().get(name) : undefined;
    return found ? entriesOf(found, rest) : [];
  };
}

function splitSpecifier(specifier: string): [string | undefined, string] {
  const match = /^((?:@[^/]+\/)?[^/@.#][^/]*)(?:\/(.*))?$/.exec(specifier);
  return [match?.[1], match?.[2] ?? ""];
}

/** `#name` of the nearest package.json's `imports`. */
function selfImports(files: FileStore, folder: string, specifier: string): string[] {
  const root = nearest(files, folder);
  const manifest = root ? read(files, root) : undefined;
  if (!root || !manifest?.imports) return [];
  return targetsOf(manifest.imports, specifier).map((target) => join(root, target));
}

/** Where a package's entry (or a subpath of it) may have its source. */
function entriesOf({ folder, manifest }: Package, rest: string): string[] {
  const key = rest ? `./${rest}` : ".";
  const exported = manifest.exports;
  const isMap = typeof exported === "object" && exported !== null && !Array.isArray(exported);
  const keyed = isMap && Object.keys(exported).some((name) => name.startsWith("."));
  const fromExports = keyed ? targetsOf(exported, key) : rest ? [] : conditions(exported);
  const fields = rest ? [] : [manifest.source, manifest.module, manifest.main];
  const declared = [...fromExports, ...fields.filter((field) => field !== undefined)];
  const guessed = rest ? [rest, `src/${rest}`] : ["src/index", "index", "src/main"];
  return [...declared, ...declared.map(toSource), ...guessed].map((path) => join(folder, path));
}

/** The source that a built file most likely comes from. */
function toSource(path: string): string {
  return path
    .replace(/(^|\/)(dist|build|lib|out)\/(?:esm\/|cjs\/)?/, "$1src/")
    .replace(/\.d\.([mc]?)ts$/, ".$1js");
}

function targetsOf(map: object, key: string): string[] {
  for (const [pattern, value] of Object.entries(map)) {
    if (pattern === key) return conditions(value);
    const [head, tail] = pattern.split("*");
    if (head === undefined || tail === undefined) continue;
    if (key.length <= head.length + tail.length) continue;
    if (!key.startsWith(head) || !key.endsWith(tail)) continue;
    const star = key.slice(head.length, key.length - tail.length);
    return conditions(value).map((target) => target.replaceAll("*", star));
  }
  return [];
}

/** Every path that a conditional export may give. Built ones rarely exist; the caller takes what does. */
function conditions(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(conditions);
  return value && typeof value === "object" ? Object.values(value).flatMap(conditions) : [];
}

/** The workspace that a folder is part of, by package name; at least the folder's own package. */
export function packagesAround(root: string, files: FileStore): Map<string, Package> {
  const packages = new Map<string, Package>();
  for (let at = root; ; at = dirname(at)) {
    const manifest = read(files, at);
    if (manifest) add(packages, { folder: at, manifest });
    const members = manifest ? membersOf(files, at, manifest) : [];
    for (const member of members) add(packages, member);
    if (members.length > 0 || isRepository(at, files) || dirname(at) === at) {
      return packages;
    }
  }
}

const workspaces = new WeakMap<Disk, Map<string, readonly Package[]>>();

/** The members of a workspace: read once, however many of them are servers. */
function membersOf(files: FileStore, folder: string, manifest: Manifest): readonly Package[] {
  const known = workspaces.get(files.disk) ?? new Map<string, readonly Package[]>();
  workspaces.set(files.disk, known);
  let members = known.get(folder);
  if (!members) {
    const folders = workspacePatterns(files, folder, manifest).flatMap((pattern) =>
      expand(files, folder, pattern),
    );
    members = folders.flatMap((each) => {
      const found = read(files, each);
      return found ? [{ folder: each, manifest: found }] : [];
    });
    known.set(folder, members);
  }
  return members;
}

function add(packages: Map<string, Package>, found: Package): void {
  const { name } = found.manifest;
  if (name && !packages.has(name)) packages.set(name, found);
}

function workspacePatterns(files: FileStore, folder: string, manifest: Manifest): string[] {
  const own = manifest.workspaces;
  const listed = Array.isArray(own) ? own : ((own as { packages?: string[] })?.packages ?? []);
  const pnpm = files.read(join(folder, "pnpm-workspace.yaml"))?.text ?? "";
  const section = /^packages:[^\n]*\n((?:[ \t]*(?:-|#)[^\n]*(?:\n|$)|[ \t]*\r?\n)*)/m.exec(
    pnpm,
  )?.[1];
  const lines = [...(section ?? "").matchAll(/^[ \t]*-[ \t]*["']?([^"'\s#]+)/gm)];
  return [...listed, ...lines.map((match) => match[1] ?? "")].filter(
    (p) => p && !p.startsWith("!"),
  );
}

/** The folders that a pattern such as `packages/*` or `apps/**` names; the latter two levels deep. */
function expand(files: FileStore, root: string, pattern: string): string[] {
  let folders = [root];
  for (const part of pattern.replace(/^\.\//, "").split("/")) {
    if (part === "**") {
      const below = subfolders(files, folders);
      folders = [...folders, ...below, ...subfolders(files, below)];
    } else if (part.includes("*")) {
      const match = new RegExp(`/${part.replaceAll("*", "[^/]*")}$`);
      folders = subfolders(files, folders).filter((folder) => match.test(folder));
    } else {
      folders = folders.map((folder) => join(folder, part));
    }
  }
  return folders.filter((folder) => files.isFile(join(folder, "package.json")));
}

function subfolders(files: FileStore, folders: readonly string[]): string[] {
  const all = folders.flatMap((folder) => files.disk.folders(folder));
  return all.filter((folder) => !/^(?:node_modules|\..*)$/.test(basename(folder)));
}

function nearest(files: FileStore, folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (files.isFile(join(at, "package.json"))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function read(files: FileStore, folder: string): Manifest | undefined {
  return readJson(files, join(folder, "package.json"));
}
