/** The folder in which a proof does everything: copies of the server, a home, programs that record. */

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { ancestorsOf, gitRootOf } from "../../disk/git.js";

export interface Scratch {
  readonly folder: string;
  readonly home: string;
  /** Programs that go before all others. */
  readonly bin: string;
  /** Copies a server, with what it finds above its folder in its repository. Gives the copy's folder. */
  copy(root: string, name: string): string;
  /** Takes everything away. */
  remove(): void;
}

export function createScratch(): Scratch {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "retrofit-verify-")));
  const [home, bin] = [join(folder, "home"), join(folder, "bin")];
  for (const each of [home, bin]) mkdirSync(each);
  return {
    folder,
    home,
    bin,
    copy: (root, name) => copyServer(root, join(folder, name)),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/** What is linked, as large as it is and never written to, and what is left out. */
const linked = new Set(["node_modules", ".venv", "venv"]);
const leftOut = new Set([".git", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"]);

/** The copy stands as deep below `into` as the server stands in its repository. */
function copyServer(root: string, into: string): string {
  const top = gitRootOf(root) ?? root;
  const copy = join(into, relative(top, root));
  mkdirSync(copy, { recursive: true });
  for (const above of ancestorsOf(root).filter((each) => !relative(top, each).startsWith(".."))) {
    linkShared(above, join(into, relative(top, above)));
  }
  cpSync(root, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => path === root || !isApart(basename(path)),
  });
  linkFolders(root, copy);
  return copy;
}

function isApart(name: string): boolean {
  return linked.has(name) || leftOut.has(name);
}

/** Dependencies, at any depth of a server that is a workspace itself. */
function linkFolders(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (linked.has(entry.name)) link(source, target);
    else if (entry.isDirectory() && !leftOut.has(entry.name)) linkFolders(source, target);
  }
}

/** What a workspace has for all its members: settings of compilers, and dependencies. */
function linkShared(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const isShared = entry.isFile() || linked.has(entry.name);
    if (isShared) link(join(from, entry.name), join(to, entry.name));
  }
}

function link(source: string, target: string): void {
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(source, target);
}
