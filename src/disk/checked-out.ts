/** Which commit is checked out. */

import { runGit } from "./run-git.js";

/** The hash of a repository's commit; undefined where there is none yet, or git cannot say. */
export function checkedOut(root: string): string | undefined {
  const answer = runGit(root, ["rev-parse", "--verify", "--quiet", "HEAD"]);
  return "stdout" in answer ? answer.stdout.trim() : undefined;
}
