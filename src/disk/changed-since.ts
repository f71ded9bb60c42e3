/** Which files are no longer as they were where a branch left another one. */

import { join } from "node:path";
import { UserError } from "../errors.js";
import { gitRootOf } from "./git.js";
import { runGit } from "./run-git.js";

/**
 * The files, as absolute paths, that differ from the common ancestor of `ref` and what is checked out: committed or not,
 * added and deleted ones too. Throws UserError where git cannot tell.
 */
export function changedSince(ref: string, folder: string): string[] {
  const root = gitRootOf(folder);
  if (root === undefined) throw new UserError(`--since ${ref}: ${folder} is in no git repository`);
  const ask = (...args: string[]): string => {
    const answer = runGit(root, args);
    if ("stdout" in answer) return answer.stdout;
    throw new UserError(
      `--since ${ref}: git cannot tell what changed (${answer.failure}); a shallow clone has too little history: fetch all of it`,
    );
  };
  const base = ask("merge-base", "--end-of-options", ref, "HEAD").trim();
  const differing = ["diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", base, "--"];
  const listed = [
    ask(...differing),
    ask("ls-files", "--others", "--exclude-standard", "-z", "--full-name"),
  ];
  const names = listed.flatMap((text) => text.split("\0").filter(Boolean));
  return [...new Set(names)].map((name) => join(root, name));
}
