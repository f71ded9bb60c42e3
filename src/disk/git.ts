/** The little that we need to know of git, read from the disk: git itself is not run. */

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { FileStore } from "./files.js";

/** The root of the repository around a folder, or undefined. A worktree's or submodule's `.git` is a file. */
export function gitRootOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (at === dirname(at)) return undefined;
  }
}

/** Whether a folder is the root of a repository, asked of a store: its `.git` is a file in a worktree or submodule. */
export function isRepository(folder: string, files: FileStore): boolean {
  const path = join(folder, ".git");
  return files.isFolder(path) || files.isFile(path);
}

/**
 * The folder in which git keeps what belongs to the work tree around a folder and to no other, as
 * `git rev-parse --git-dir` says it; undefined outside of any. In a worktree or submodule `.git` is a file that names it.
 */
export function gitDirOf(folder: string): string | undefined {
  const root = gitRootOf(folder);
  if (root === undefined) return undefined;
  const path = join(root, ".git");
  if (isFolder(path)) return path;
  const [, named] = /^gitdir: (.+?)\r?\n?$/.exec(readFileSync(path, "utf8")) ?? [];
  const target = named && resolve(root, named);
  return target && isFolder(target) ? target : undefined;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
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
