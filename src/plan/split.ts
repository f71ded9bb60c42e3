/** One plan as several patches, for reviewers who want what is copied apart from what is changed. */

import { basename } from "node:path";
import { isWithin } from "../disk/paths.js";
import type { Server } from "../types.js";
import type { Change } from "./compose.js";
import { diffOf } from "./diff.js";

/** A patch that `git apply` takes, and what it is called. */
export interface Patch {
  readonly name: string;
  readonly title: string;
  readonly bytes: Uint8Array;
}

/**
 * The services of all servers, with what their manifests and settings need for them; then, for each server, its
 * tools with what shows and starts them. No file is in two of them. Paths are given from `root`.
 */
export function splitOf(
  changes: readonly Change[],
  servers: readonly Pick<Server, "root" | "name">[],
  root: string,
): Patch[] {
  const services = changes.filter(isOfServices);
  const rest = changes.filter((change) => !isOfServices(change));
  // The innermost server first: a file belongs to that.
  const inner = [...servers].sort((a, b) => b.root.length - a.root.length);
  const serverOf = ({ path }: Change) =>
    inner.find((server) => isWithin(path, server.root)) ?? servers[0];
  const ofServers = servers.map((server) => ({
    title: `tools of ${server.name}`,
    changes: rest.filter((change) => serverOf(change) === server),
  }));
  return [{ title: "credential services", changes: services }, ...ofServers]
    .filter((each) => each.changes.length > 0)
    .map(({ title, changes: own }, index) => patchOf(index + 1, title, own, root));
}

/** The folder itself, and edits of what is around it; documentation tells of the tools. */
function isOfServices({ path, part }: Change): boolean {
  return part === "services" || (part === "around" && !/\.m(?:d|arkdown)$/i.test(basename(path)));
}

function patchOf(number: number, title: string, changes: readonly Change[], root: string): Patch {
  const bytes = Buffer.concat(changes.map((change) => diffOf(change, root)));
  const words = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return { name: `${number}-${words.replace(/^-|-$/g, "")}.patch`, title, bytes };
}
