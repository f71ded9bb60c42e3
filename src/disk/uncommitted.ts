/** Which files git could not give back: the one thing that git itself is run for, and only before something is written. */

import { spawnSync } from "node:child_process";
import { dirname, join, relative } from "node:path";
import { UserError } from "../errors.js";
import { gitRootOf } from "./git.js";

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

/**
 * `git status` reads; told so, it writes no index and runs no program that the repository's configuration names
 * to watch the file system.
 */
const command = [
  "--no-optional-locks",
  "--literal-pathspecs",
  "-c",
  "core.fsmonitor=false",
  "status",
];
const format = ["--porcelain=v1", "-z", "--untracked-files=all", "--ignored", "--no-renames", "--"];

function statusOf(root: string, paths: readonly string[]): string[] {
  const named = paths.map((path) => relative(root, path));
  const { stdout, stderr, status, error } = spawnSync("git", [...command, ...format, ...named], {
    cwd: root,
    encoding: "utf8",
    env: ownEnvironment(),
    maxBuffer: 1 << 28,
  });
  if (status === 0)
    return stdout
      .split("\0")
      .filter(Boolean)
      .map((line) => join(root, line.slice(3)));
  const why = error?.message ?? stderr.split("\n")[0];
  throw new UserError(
    `${root}: git could not be asked what is not committed (${why}); nothing was written, --allow-dirty writes all the same`,
  );
}

/** A hook's environment names another repository or index. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  const named = /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|PREFIX|NAMESPACE)$/;
  return Object.fromEntries(entries.filter(([name]) => !named.test(name)));
}
