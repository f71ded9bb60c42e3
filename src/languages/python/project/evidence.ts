/** What a server's own imports and commands show of the folders that its imports count from. */

import { basename, dirname, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { isStandard } from "../imports/standard.js";
import { importsIn, type TextImport } from "../source/import-text.js";
import { isPackage, type Sources } from "./sources.js";

/** A folder that was counted from, and what was found there. */
export interface Evidence {
  readonly root: string;
  /** What the first name means there: a folder, or a module without its `.py`. */
  readonly top: string;
  /** The source that names it; undefined for a command. */
  readonly from?: string;
}

/** Which folders hold a module or package of a name. */
type Holders = ReadonlyMap<string, ReadonlySet<string>>;

/** Every import of the sources that leads to one of them, by the folder from which it does. */
export function importEvidence(sources: Sources, files: FileStore): Evidence[] {
  const holders = holdersOf(sources);
  return [...sources.paths].flatMap((from) =>
    importsOf(from, files).flatMap(({ level, modules, names = [] }) => {
      if (level > 0) return [];
      const children = names.map(({ name }) => name);
      return modules.flatMap((dotted) => {
        const roots = leading(dotted, children, sources, holders);
        return nearest(roots, from).map((root) => ({ root, from, top: topOf(root, dotted) }));
      });
    }),
  );
}

/** Sources that import by dots: they run in a package, whose folder lies in the one that is given here. */
export function relativeEvidence(sources: Sources, files: FileStore): Evidence[] {
  return [...sources.paths].flatMap((from) => {
    const levels = importsOf(from, files).map(({ level }) => level);
    const deepest = Math.max(0, ...levels);
    if (deepest === 0) return [];
    const root = aroundPackages(from, deepest, sources);
    const [first = ""] = from.slice(root.length + 1).split("/");
    return [{ root, from, top: join(root, first.replace(/\.py$/, "")) }];
  });
}

/** The folder around the outermost package that a file lies in, and around at least so many folders. */
export function aroundPackages(file: string, least: number, sources: Sources): string {
  let path = dirname(file);
  for (let depth = 0; path.length > sources.root.length; depth++) {
    if (depth >= least && !isPackage(path, sources)) break;
    path = dirname(path);
  }
  return path;
}

/** The folders from which a command's module or `module:function` counts. */
export function moduleEvidence(dotted: string, sources: Sources): Evidence[] {
  const roots = leading(dotted, ["__main__"], sources, holdersOf(sources));
  return roots.map((root) => ({ root, top: topOf(root, dotted) }));
}

function topOf(root: string, dotted: string): string {
  return join(root, dotted.split(".")[0] ?? "");
}

function importsOf(file: string, files: FileStore): readonly TextImport[] {
  const bytes = files.bytes(file);
  if (!bytes) return [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return importsIn(text);
}

const known = new WeakMap<Sources, Holders>();

function holdersOf(sources: Sources): Holders {
  const found = known.get(sources);
  if (found) return found;
  const holders = new Map<string, Set<string>>();
  for (const path of sources.paths) {
    for (let at = path.replace(/(?:\/__init__)?\.py$/, ""); at.length > sources.root.length; ) {
      const name = basename(at);
      at = dirname(at);
      holders.set(name, (holders.get(name) ?? new Set()).add(at));
    }
  }
  known.set(sources, holders);
  return holders;
}

/** The folders from which a dotted name leads to a source: itself, or one of the names below it. */
function leading(
  dotted: string,
  children: readonly string[],
  { paths }: Sources,
  holders: Holders,
): string[] {
  const parts = dotted.split(".");
  if (isStandard(dotted)) return [];
  return [...(holders.get(parts[0] ?? "") ?? [])].filter((root) => {
    const path = join(root, ...parts);
    const own = [path, ...children.map((name) => join(path, name))];
    return own.some((each) => paths.has(`${each}.py`) || paths.has(join(each, "__init__.py")));
  });
}

/** Of several folders the one that the importing file lies deepest in: a script's own comes first. */
function nearest(roots: readonly string[], from: string): readonly string[] {
  const around = roots.filter((root) => from.startsWith(`${root}/`));
  return around.length > 0 ? around.sort((a, b) => b.length - a.length).slice(0, 1) : roots;
}
