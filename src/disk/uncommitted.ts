/** Which files git could not give back: git itself is run for it, and only before something is written. */

import { dirname, join, relative } from "node:path";
import { UserError } from "../errors.js";
import { gitRootOf } from "./git.js";
import { runGit } from "./run-git.js";

/**
 * The files among these, which are there, that have changes which are not committed, or that git does not know. None
 * for those outside of any work tree. Throws UserError where git cannot be asked.
 */
export function uncommitted(paths: readonly string[]): string[] {
  const trees = new Map<string, string[]>();
  for (const path of paths) {
    const root = gitRootOf(dirname(path));
    if (root !== undefined) trees.set(root, [...(trees.get(root) ?? []), path]);
  }
  return [...trees].flatMap(([root, own]) => changedIn(root, own));
}

/** As many paths as a command line takes on any system. */
const AT_ONCE = 100;

function changedIn(root: string, paths: readonly string[]): string[] {
  const asked = Array.from({ length: Math.ceil(paths.length / AT_ONCE) }, (_, index) =>
    paths.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
  const changed = asked.flatMap((some) => statusOf(root, some));
  // One that is both deleted in the index and there is told twice.
  return [...new Set(changed)].filter((path) => paths.includes(path));
}

const status = [
  "status",
  "--porcelain=v1",
  "-z",
  "--untracked-files=all",
  "--ignored",
  "--no-renames",
  "--",
];

function statusOf(root: string, paths: readonly string[]): string[] {
  const answer = runGit(root, [...status, ...paths.map((path) => relative(root, path))]);
  if ("stdout" in answer)
    return answer.stdout
      .split("\0")
      .filter(Boolean)
      .map((line) => join(root, line.slice(3)));
  throw new UserError(
    `${root}: git could not be asked what is not committed (${answer.failure}); nothing was written, --allow-dirty writes all the same`,
  );
}
