/** A plan that somebody hands in, and the checkout that it is held against. */

import { readFileSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkedOut } from "../disk/checked-out.js";
import { createFileStore } from "../disk/files.js";
import { gitRootOf } from "../disk/git.js";
import { describeSystemError, UserError } from "../errors.js";
import { withoutRepeats } from "../plan/compose.js";
import type { StoredPlan } from "../plan/stored/model.js";
import { planIn } from "../plan/stored/read.js";
import { problemAt, restored } from "../plan/stored/restore.js";
import { driftIn, wrongResult } from "../run/drift.js";
import type { Prepared } from "../run/prepare.js";
import type { Problem } from "../types.js";

export interface OpenedPlan {
  /** The roots of its servers in this checkout. */
  readonly roots: readonly string[];
  /** What could not be looked at when it was made, or was left out. */
  readonly problems: readonly Problem[];
  /** Why it cannot be carried out here, in a line without an end; undefined where it can. */
  drift(): string | undefined;
  /** Its servers as they were planned. */
  servers(): Prepared[];
}

/** Throws UserError for what is no plan, or a folder that is not there. */
export function openPlan(file: string, folder: string | undefined, cwd: string): OpenedPlan {
  const plan = planIn(textOf(resolve(cwd, file), file), file);
  const root = rootFor(plan, folder ?? ".", cwd);
  const servers = (): Prepared[] => {
    const hashes = hashesOf(plan, root);
    return restored(plan, root, createFileStore()).map((each) => ({ ...each, hashes }));
  };
  return {
    roots: plan.servers.map((server) => join(root, server.root)),
    problems: [...plan.problems, ...plan.servers.flatMap(({ problems }) => problems)].map(
      (problem) => problemAt(problem, (path) => join(root, path)),
    ),
    drift() {
      const drift = driftIn(plan, root);
      if (drift !== undefined) return `${drift}; ${remedy(plan, root)}`;
      const changes = withoutRepeats(servers().flatMap(({ gated }) => gated.changes));
      return wrongResult(plan, changes, root);
    },
    servers,
  };
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${file}: ${describeSystemError(error)}`);
  }
}

/** A plan of a repository is for the whole of one, wherever in it the command runs. */
function rootFor({ repository }: StoredPlan, folder: string, cwd: string): string {
  let at: string;
  try {
    at = realpathSync(resolve(cwd, folder));
  } catch (error) {
    throw new UserError(`${folder}: ${describeSystemError(error)}; name the checkout's folder`);
  }
  return repository ? (gitRootOf(at) ?? at) : at;
}

/** What `apply` looks at once more, in the moment before it writes. */
function hashesOf({ reads }: StoredPlan, root: string): ReadonlyMap<string, string> {
  const hashed = Object.entries(reads).filter(([, sign]) => /^(?:absent|[0-9a-f]{64})$/.test(sign));
  return new Map(hashed.map(([path, sign]) => [join(root, path), sign === "absent" ? "" : sign]));
}

function remedy({ commit }: StoredPlan, root: string): string {
  const now = commit === undefined ? undefined : checkedOut(root);
  if (commit === now || commit === undefined) return "plan again";
  return `it was planned at commit ${commit.slice(0, 12)}, and here is ${now?.slice(0, 12) ?? "none"}: check that one out, or plan again`;
}
