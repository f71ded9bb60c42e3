/** The server as it stands in the last commit without the credential services. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { gitRootOf } from "../../disk/git.js";
import type { Server } from "../../types.js";
import type { Scratch } from "../start/scratch.js";
import type { Before } from "./index.js";

const run = promisify(execFile);
const SERVICES = /^(?:.*\/)?(?:credential-services|cred_extract_services)(?=\/)/;

/** A copy of the server from git; undefined where git has none without the services. */
export async function copyFromGit(server: Server, scratch: Scratch): Promise<Before | undefined> {
  const top = gitRootOf(server.root);
  if (top === undefined) return undefined;
  const folder = relative(top, server.root);
  const commit = await lastCommitWithout(top, servicesOf(server));
  if (commit === undefined) return undefined;
  const tree = join(scratch.folder, "commit");
  await mkdir(tree);
  const archive = join(scratch.folder, "commit.tar");
  await run("git", ["-C", top, "archive", "-o", archive, commit, "--", folder || "."]);
  await run("tar", ["-xf", archive, "-C", tree]);
  if (!existsSync(join(tree, folder))) return undefined;
  const root = scratch.copy(server.root, "before");
  await replaceSources(root, join(tree, folder));
  return { root, source: `commit ${commit.slice(0, 9)}` };
}

/** The folder of the services, as it lies in the server. */
function servicesOf({ root, files }: Server): string | undefined {
  const paths = files.map((path) => relative(root, path));
  const [folder] = paths.flatMap((path) => SERVICES.exec(path)?.[0] ?? []);
  return folder && join(root, folder);
}

/** HEAD, unless the services are in it; then what was before the commit that brought them. */
async function lastCommitWithout(top: string, services: string | undefined) {
  if (services === undefined) return undefined;
  const log = ["log", "--format=%H", "--diff-filter=A", "--", relative(top, services)];
  const commits = await run("git", ["-C", top, ...log]).catch(() => undefined);
  if (!commits) return undefined;
  const first = commits.stdout.trim().split("\n").at(-1);
  const wanted = first ? `${first}^` : "HEAD";
  const found = await run("git", ["-C", top, "rev-parse", "--verify", wanted]).catch(() => undefined);
  return found?.stdout.trim();
}

/** What git has stands in the copy in place of what is there; what git does not have, such as dependencies, stays. */
async function replaceSources(root: string, commit: string): Promise<void> {
  await cp(commit, root, { recursive: true, force: true });
}
