/** Where a server's package lies, and so its services folder and the path under which it is imported. */

import { basename, dirname, join, relative } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { SERVICES } from "../imports/service-names.js";
import { isImportable } from "../source/importable.js";
import { dottedPath, mainModule, scriptOf } from "../supply/main.js";
import { readToml, stringsOf, type TomlTable, tableAt } from "./manifest.js";
import { isTest } from "./test-files.js";

export interface Layout {
  /** The folder that the services folder is put into: a package, or where loose modules lie. */
  readonly folder: string;
  /** The import path of the services: `package.cred_extract_services`. */
  readonly services: string;
  /** The folder from which import paths count. */
  readonly importRoot: string;
  /** What starts the server: "module:function" of [project.scripts], or a module to run as a script. */
  readonly main: string | undefined;
}

/** The layout of a server. The services folder itself, existing or planned, has no say in it. */
export function layoutOf(server: Server, files: FileStore): Layout {
  const read = readToml(server, files);
  const data = read && "manifest" in read ? read.manifest.data : {};
  const sources = sourcesOf(server, files);
  const script = scriptOf(data);
  const declared = script === undefined ? undefined : placeOfModule(script, sources);
  const found = declared ?? packageOf(server, data, sources);
  const folder = found?.folder ?? looseFolder(server, sources);
  const dotted = found ? dottedPath(found.root, folder) : "";
  const services = dotted ? `${dotted}.${SERVICES}` : SERVICES;
  const importRoot = found?.root ?? folder;
  return { folder, services, importRoot, main: script ?? mainModule(sources, importRoot) };
}

interface Sources {
  readonly root: string;
  readonly paths: ReadonlySet<string>;
}

/** A package and the folder from which its import path counts. */
interface Package {
  readonly folder: string;
  readonly root: string;
}

function sourcesOf(server: Server, files: FileStore): Sources {
  const own = server.files.filter(
    (path) =>
      path.endsWith(".py") &&
      path !== join(server.root, "entrypoint.py") &&
      !relative(server.root, path).split("/").includes(SERVICES) &&
      !isTest(server.root, path, () => files.bytes(path)),
  );
  return { root: server.root, paths: new Set(own) };
}

/** The package that holds the module of "module:function", seen from the root or from src. */
function placeOfModule(script: string, { root, paths }: Sources): Package | undefined {
  const parts = (script.split(":")[0] ?? "").split(".");
  for (const base of [root, join(root, "src")]) {
    const path = join(base, ...parts);
    if (paths.has(join(path, "__init__.py"))) return climbed({ folder: path, root: base }, paths);
    if (!paths.has(`${path}.py`)) continue;
    const folder = dirname(path);
    return folder === base ? { folder, root: base } : climbed({ folder, root: base }, paths);
  }
  return undefined;
}

/** The outermost package that is the server's own: one above that holds nothing else is a namespace. */
function climbed(found: Package, paths: ReadonlySet<string>): Package {
  const parent = dirname(found.folder);
  const isPackage = parent.length > found.root.length && paths.has(join(parent, "__init__.py"));
  const others = [...paths].some(
    (path) =>
      path.startsWith(`${parent}/`) &&
      path !== join(parent, "__init__.py") &&
      !path.startsWith(`${found.folder}/`),
  );
  return isPackage && others ? climbed({ ...found, folder: parent }, paths) : found;
}

/** The package that the build names, or the one with the most modules below the root or src. */
function packageOf(server: Server, data: TomlTable, sources: Sources): Package | undefined {
  const named = namedPackages(data).map((path) => join(server.root, path));
  const roots = [server.root, join(server.root, "src")];
  const tops = named.length > 0 ? named : roots.flatMap((root) => foldersIn(root, sources));
  const found = tops.flatMap((top) => innermost(top, sources));
  const size = (folder: string): number =>
    [...sources.paths].filter((path) => path.startsWith(`${folder}/`)).length;
  const [largest] = found.sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1));
  if (!largest) return undefined;
  const root = largest.startsWith(`${roots[1]}/`) ? (roots[1] ?? "") : server.root;
  return { folder: largest, root };
}

function namedPackages(data: TomlTable): string[] {
  const hatch = tableAt(data, "tool", "hatch", "build", "targets", "wheel");
  const setuptools = tableAt(data, "tool", "setuptools");
  return [...stringsOf(hatch.packages), ...stringsOf(setuptools.packages)].map((name) =>
    name.includes("/") ? name : name.replaceAll(".", "/"),
  );
}

/** The package itself; where it is a namespace with one package in it, that one. */
function innermost(folder: string, sources: Sources): string[] {
  const own = [...sources.paths].filter((path) => path.startsWith(`${folder}/`));
  if (own.some((path) => dirname(path) === folder && basename(path) !== "__init__.py")) {
    return sources.paths.has(join(folder, "__init__.py")) ? [folder] : [];
  }
  const inner = foldersIn(folder, sources);
  if (inner.length === 1 && inner[0]) return innermost(inner[0], sources);
  return sources.paths.has(join(folder, "__init__.py")) ? [folder] : [];
}

/** The folders right below one that hold sources and that an import can name. */
function foldersIn(folder: string, { paths }: Sources): string[] {
  const below = [...paths].filter((path) => path.startsWith(`${folder}/`));
  const names = below.map((path) => relative(folder, path).split("/"));
  const folders = names.filter((parts) => parts.length > 1).map(([first]) => first ?? "");
  const packages = [...new Set(folders)].filter((name) => name !== "src" && isImportable(name));
  return packages.map((name) => join(folder, name));
}

/** Where loose modules lie: the folder with the most of them, the outer one on a tie. */
function looseFolder({ root }: Server, { paths }: Sources): string {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  const main = [...counts].sort(([a, m], [b, n]) => n - m || a.length - b.length)[0];
  return main?.[0] ?? root;
}
