/** Which file an import means. Only the files of the server count; everything else is outside. */

import { basename, dirname, join } from "node:path";
import type { Server } from "../../../types.js";
import { type Mount, pathIn } from "./mounts.js";

/** What an import path leads to: a file, a folder without `__init__.py`, or something outside the server. */
export type Target =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "outside"; readonly path: string };

export interface Modules {
  /** The target of `import dotted` or, with `level` dots before it, of a relative import in `from`. */
  resolve(from: string, dotted: string, level: number): Target;
  /** The module called `name` inside a package (its `__init__.py`) or folder. */
  child(target: Target, name: string): Target | undefined;
}

/** Knows the modules of one server by their paths, and by what its build installs. Nothing is read. */
export function createModules(server: Server, installed: readonly Mount[] = []): Modules {
  const files = new Set(server.files);
  const folders = foldersOf(server);
  const known = new Map<string, Target>();
  const at = (path: string): Target | undefined => {
    if (files.has(`${path}.py`)) return { kind: "file", path: `${path}.py` };
    if (files.has(`${path}/__init__.py`)) return { kind: "file", path: `${path}/__init__.py` };
    return folders.has(path) ? { kind: "folder", path } : undefined;
  };
  // Most imports are of libraries: their first name is that of no file and of no folder here.
  const names = new Set([...folders, ...files].map((path) => basename(path, ".py")));
  for (const { name } of installed) names.add(firstPart(name));
  const roots = [server.root, join(server.root, "src"), ...looseFolders(server, files, folders)];
  const absolute = (folder: string, dotted: string): Target => {
    const parts = dotted.split(".");
    const near = parts.length > 1 || folder !== server.root ? [folder] : [];
    const places = [...near, ...(parts.length > 1 ? roots : roots.slice(0, 2))];
    const paths = places.map((root) => `${root}/${parts.join("/")}`);
    const named = installed.flatMap((mount) => pathIn(mount, dotted) ?? []);
    const found = [...paths.slice(0, near.length), ...named, ...paths.slice(near.length)].map(at);
    const file = found.find((target) => target?.kind === "file");
    return file ?? found.find((target) => target) ?? { kind: "outside", path: dotted };
  };
  const relative = (folder: string, dotted: string, level: number): Target => {
    const base = join(folder, ...Array<string>(level - 1).fill(".."));
    const path = dotted ? `${base}/${dotted.replaceAll(".", "/")}` : base;
    return at(path) ?? { kind: "outside", path: ".".repeat(level) + dotted };
  };
  return {
    resolve(from, dotted, level) {
      if (level === 0 && !names.has(firstPart(dotted))) return { kind: "outside", path: dotted };
      const folder = dirname(from);
      const key = `${folder} ${level} ${dotted}`;
      const target =
        known.get(key) ??
        (level === 0 ? absolute(folder, dotted) : relative(folder, dotted, level));
      known.set(key, target);
      return target;
    },
    child(target, name) {
      if (target.kind === "outside") return undefined;
      const folder = target.kind === "folder" ? target.path : dirname(target.path);
      if (target.kind === "file" && !target.path.endsWith("__init__.py")) return undefined;
      return at(join(folder, name));
    },
  };
}

function firstPart(dotted: string): string {
  const dot = dotted.indexOf(".");
  return dot < 0 ? dotted : dotted.slice(0, dot);
}

/** Every folder between the root and a source file. */
function foldersOf(server: Server): Set<string> {
  const folders = new Set<string>();
  for (const file of server.files) {
    for (let folder = dirname(file); folder.length > server.root.length; folder = dirname(folder)) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/** Folders that are no package and hold one: what a path entry or a build's source root may be. */
function looseFolders(
  server: Server,
  files: ReadonlySet<string>,
  folders: ReadonlySet<string>,
): string[] {
  return [...folders]
    .filter((folder) => !files.has(join(folder, "__init__.py")))
    .sort((a, b) => a.length - b.length)
    .filter((folder) => folder !== join(server.root, "src"));
}
