/** The packages of a workspace that use another one of it: they may register tools through its helpers. */

import { dirname, join, resolve } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { walk } from "../../../disk/walk.js";
import type { Server } from "../../../types.js";
import { type Package, packagesAround } from "./workspace.js";

const caches = new WeakMap<FileStore, Map<string, readonly Server[]>>();

/** Every package that depends on a server's, directly or through others, with its source files. */
export function dependentsOf(server: Server, files: FileStore): readonly Server[] {
  const cache = caches.get(files) ?? new Map<string, readonly Server[]>();
  caches.set(files, cache);
  let found = cache.get(server.root);
  if (!found) {
    found = dependentPackages(server, files).map(({ folder }) => asServer(folder, files));
    cache.set(server.root, found);
  }
  return found;
}

function dependentPackages(server: Server, files: FileStore): Package[] {
  const members = [...packagesAround(server.root, files).values()];
  const own = members.find(({ folder }) => resolve(folder) === resolve(server.root));
  const reached = new Set<Package>(own ? [own] : []);
  // A set goes on to what is added to it meanwhile: the dependents of dependents.
  for (const { manifest } of reached) {
    for (const each of members) if (dependsOn(each, manifest.name)) reached.add(each);
  }
  return [...reached].filter((each) => each !== own);
}

function dependsOn({ manifest }: Package, name: string | undefined): boolean {
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest;
  const sections = [dependencies, devDependencies, peerDependencies, optionalDependencies];
  return name !== undefined && sections.some((section) => section?.[name] !== undefined);
}

/** The package that a file belongs to: the nearest folder around it that has a package.json. */
export function packageOf(file: string, files: FileStore): Server {
  let folder = dirname(file);
  while (folder !== dirname(folder) && !files.isFile(join(folder, "package.json"))) {
    folder = dirname(folder);
  }
  return asServer(folder, files);
}

function asServer(root: string, files: FileStore): Server {
  const own = walk(root, isSource).files.filter((path) => manifestAbove(path) === root);
  function manifestAbove(path: string): string {
    let folder = dirname(path);
    while (folder !== root && !files.isFile(join(folder, "package.json"))) folder = dirname(folder);
    return folder;
  }
  const manifest = join(root, "package.json");
  return { language: "typescript", root, name: root, manifest, files: own.sort() };
}

function isSource(name: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(name) && !/\.d\.[cm]?ts$/.test(name);
}
