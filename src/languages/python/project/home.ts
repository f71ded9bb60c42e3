/** The package that the services go into: the one that serves the tools. */

import { dirname, join, relative } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { modulesOfLibraries } from "../forms/library-queries.js";
import { type Mount, nameIn, pathIn, withBeside } from "./mounts.js";
import { type Roots, usualMount } from "./roots.js";
import { foldersIn, hasModules, isPackage, type Sources } from "./sources.js";

/** A folder for the services, and the mount by which it is imported. */
export interface Home {
  readonly folder: string;
  readonly mount: Mount;
}

/**
 * The package of the declared script where that serves tools, else the one with the most modules that do. Where
 * nothing tells what those count from, it is a guess.
 */
export function homeOf(
  script: string | undefined,
  roots: Roots,
  sources: Sources,
  files: FileStore,
): Home {
  const serving = servingFiles(sources, files);
  const declared = script === undefined ? undefined : homeOfModule(script, roots, sources);
  if (declared && serving.some((file) => isWithin(file, declared))) return declared;
  const [shown] = counted(serving.flatMap((file) => homeOfFile(file, roots, sources)));
  const [guessed] = counted(
    serving.map((file) => homeBelow(usualMount(file, sources), file, sources)),
  );
  const atRoot = { folder: sources.root, mount: { path: sources.root, name: "" } };
  return shown ?? declared ?? guessed ?? atRoot;
}

/** The files that import a library for tools, or all where none does. */
export function servingFiles({ paths }: Sources, files: FileStore): string[] {
  const names = modulesOfLibraries.map((name) => name.replaceAll(".", "\\."));
  const imports = new RegExp(`^[ \\t]*(?:from|import)[ \\t]+(?:${names.join("|")})\\b`, "m");
  const found = [...paths].filter((path) => imports.test(files.read(path)?.text ?? ""));
  return found.length > 0 ? found : [...paths];
}

/** The home of the module of "module:function", as the build installs it, else as seen from the root or src. */
function homeOfModule(script: string, roots: Roots, sources: Sources): Home | undefined {
  const dotted = script.split(":")[0] ?? "";
  const usual = [sources.root, join(sources.root, "src")].map((path) => ({ path, name: "" }));
  for (const mount of [...roots.installed.mounts, ...usual]) {
    const path = pathIn(mount, dotted);
    const files = [`${path}/__init__.py`, `${path}.py`];
    const file = files.find((each) => sources.paths.has(each));
    if (file) return homeBelow(mount, file, sources);
  }
  return undefined;
}

function homeOfFile(file: string, roots: Roots, sources: Sources): Home[] {
  const [mount] = roots.of(file);
  return mount ? [homeBelow(mount, file, sources)] : [];
}

function homeBelow(mount: Mount, file: string, sources: Sources): Home {
  if (mount.path.endsWith(".py")) return { folder: dirname(file), mount: withBeside(mount) };
  const [first = "", ...inner] = relative(mount.path, file).split("/");
  if (mount.name !== "") return { folder: inmost(mount.path, file, sources), mount };
  if (inner.length === 0) return { folder: mount.path, mount };
  return { folder: inmost(join(mount.path, first), file, sources), mount };
}

/** The package itself; where it is a namespace, the one in it that the file lies in. */
function inmost(folder: string, file: string, sources: Sources): string {
  if (dirname(file) === folder || hasModules(folder, sources)) return folder;
  const inner = join(folder, relative(folder, file).split("/")[0] ?? "");
  const isNamespace = !isPackage(folder, sources) || foldersIn(folder, sources).length === 1;
  return isNamespace ? inmost(inner, file, sources) : folder;
}

/** Each home once: the one with the most files first, a package before loose modules. */
function counted(homes: readonly Home[]): Home[] {
  const byFolder = new Map<string, { readonly home: Home; count: number }>();
  for (const home of homes) {
    const known = byFolder.get(home.folder) ?? { home, count: 0 };
    known.count++;
    byFolder.set(home.folder, known);
  }
  const isLoose = ({ folder, mount }: Home): number => (nameIn(mount, folder) === "" ? 1 : 0);
  return [...byFolder.values()]
    .sort((a, b) => b.count - a.count || isLoose(a.home) - isLoose(b.home))
    .map(({ home }) => home);
}

function isWithin(file: string, { folder }: Home): boolean {
  return file.startsWith(`${folder}/`);
}
