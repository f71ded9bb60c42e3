/** The little that we need to know of git, read from the disk: git itself is never run. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The root of the repository around a folder, or undefined. A worktree's or submodule's `.git` is a file. */
export function gitRootOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (at === dirname(at)) return undefined;
  }
}

/**
 * The folder from which a diff's paths are given. `git apply` reads them from the repository's root;
 * outside of a repository from the working directory, or from the folder that holds all of them.
 */
export function diffRootOf(paths: readonly string[], cwd: string): string {
  const [first] = paths;
  if (first === undefined) return cwd;
  const above = ancestorsOf(first);
  const candidates = [gitRootOf(dirname(first)), cwd, ...above];
  const holds = (root: string): boolean => paths.every((path) => path.startsWith(join(root, "/")));
  return candidates.find((root) => root !== undefined && holds(root)) ?? cwd;
}

/** The folders around a path, the nearest first. */
export function ancestorsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...ancestorsOf(parent)];
}
