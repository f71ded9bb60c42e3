/** A copy of a server, and what can be measured of it both before and after. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { environmentFor, mustRun } from "./command.js";
import { type Complaints, ruffComplaints, typeErrors } from "./complaints.js";
import { cloneOf, type Entry } from "./entries.js";
import { type ListedTool, listTools } from "./listing.js";
import { type Outcomes, testOutcomes } from "./outcomes.js";
import { copyTree } from "./tree.js";

/** A copy of a server: where it is, and the environment its commands run in. */
export interface Copy {
  readonly entry: Entry;
  /** What was copied: the server's folder, or the workspace it is in. */
  readonly root: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What can be measured both before and after. */
export interface Measures {
  readonly listed: readonly ListedTool[];
  /** Why nothing is listed, where the server should have started and did not. */
  readonly startProblem?: string;
  readonly complaints: Complaints;
  readonly outcomes: Outcomes | undefined;
}

/** Copies a server from the folder of clones. Throws where it is not there. */
export function makeCopy(entry: Entry, servers: string, copies: string): Copy {
  const clone = cloneOf(entry, servers);
  if (!existsSync(clone)) throw new Error(`${entry.repo} is not in the folder of servers`);
  const root = join(copies, entry.name);
  copyTree(clone, root);
  const inside = entry.root === undefined ? "" : (entry.folder ?? "").slice(entry.root.length);
  const folder = join(root, inside);
  return { entry, root, folder, env: environmentFor([folder, root], entry.env) };
}

/** Installs, builds, checks, starts and tests a copy. Throws when it cannot be installed or built. */
export async function measure({ entry, root, folder, env }: Copy): Promise<Measures> {
  if (entry.install) mustRun(entry.install, root, { ...process.env, ...env });
  if (entry.build) mustRun(entry.build, folder, env);
  const complaints =
    entry.language === "python"
      ? ruffComplaints(folder, env)
      : typeErrors(entry.types ?? "tsc --noEmit", folder, env);
  return {
    complaints,
    ...(await listedBy({ entry, root, folder, env })),
    outcomes: entry.tests && testOutcomes(entry.tests, folder, env),
  };
}

async function listedBy({
  entry,
  folder,
  env,
}: Copy): Promise<Pick<Measures, "listed" | "startProblem">> {
  if (!entry.start) return { listed: [] };
  try {
    return { listed: await listTools(entry.start, folder, env) };
  } catch (error) {
    return { listed: [], startProblem: (error as Error).message };
  }
}
