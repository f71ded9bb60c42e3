/** Runs git where there is no other way. It reads: told so, it writes no index and starts no monitor of a repository's. */

import { spawnSync } from "node:child_process";

const always = ["--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false"];

/** What a git command printed, or why it could not. */
export type Answer = { readonly stdout: string } | { readonly failure: string };

/** Runs `git …` in a folder. */
export function runGit(folder: string, args: readonly string[]): Answer {
  const { stdout, stderr, status, error } = spawnSync("git", [...always, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: ownEnvironment(),
    maxBuffer: 1 << 28,
  });
  if (status === 0) return { stdout };
  return { failure: error?.message ?? stderr.split("\n")[0] ?? "it gave no reason" };
}

/** A hook's environment names another repository or index. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  const named = /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|PREFIX|NAMESPACE)$/;
  return Object.fromEntries(entries.filter(([name]) => !named.test(name)));
}
