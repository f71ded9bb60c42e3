/** What a package lacks that publishes modules of a server, and the insertions into its package.json. */

import { dirname, relative } from "node:path";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { FileStore } from "../../../../disk/files.js";
import { isWithin } from "../../../../disk/paths.js";
import type { Edit, Server } from "../../../../types.js";
import { extentOf, type Shipped } from "../../../supply/shipped.js";
import { packagesToList } from "../dependencies.js";
import { appendItem, insertEntries } from "../json-insert.js";
import type { Publishing } from "./publishers.js";

export interface Lack {
  /** The package.json, and the one that makes it publish them. */
  readonly path: string;
  readonly by: string;
  readonly how: string;
  /** The services' folder, as `files` would name it, where it does not go along; true where no list decides that. */
  readonly leavesOut?: string | true;
  /** What it has to list among its dependencies. */
  readonly entries: ReadonlyMap<string, string>;
}

/** What a package lacks; undefined where it has all. */
export function lackOf(
  { publisher, extent, by, how, isListed }: Publishing,
  server: Server,
  files: FileStore,
  subject: Shipped,
  further: readonly (readonly [string, string])[],
): Lack | undefined {
  const { folder, path, manifest } = publisher;
  const { dependencies, peerDependencies, optionalDependencies } = manifest;
  const there = { ...dependencies, ...peerDependencies, ...optionalDependencies };
  const entries =
    folder === server.root
      ? new Map<string, string>()
      : packagesToList(files, folder, manifest, further, there);
  const leavesOut = isListed ? folderToList(publisher, subject) : true;
  if (extent === "whole") return entries.size > 0 ? { path, by, how, entries } : undefined;
  return { path, by, how, entries, leavesOut };
}

/** The folder of the services beside what `files` names: of the build where it names what is built. */
function folderToList({ folder, manifest }: Publishing["publisher"], subject: Shipped): string {
  const listed = (manifest.files ?? []).map((each) => `${folder}/${each.replace(/^\.?\//, "")}`);
  const { users, services } = subject;
  const named = users.filter(
    (path) => extentOf(listed, { users: [path], services: [] }) !== "nothing",
  );
  const index = services.find((path) =>
    named.some((user) => isWithin(user, dirname(dirname(path)))),
  );
  return relative(folder, dirname(index ?? services[0] ?? folder));
}

/** The insertions that give it what it lacks; undefined where that is not a matter of its package.json. */
export function insertionsFor(
  { path, leavesOut, entries }: Lack,
  files: FileStore,
): Edit[] | undefined {
  const text = files.read(path)?.text ?? "";
  const listed = entries.size > 0 ? insertEntries(path, text, "dependencies", entries) : [];
  if (leavesOut === undefined || listed === undefined) return listed;
  const root = parseTree(text);
  const list = root && findNodeAtLocation(root, ["files"]);
  const item = list && leavesOut !== true ? appendItem(path, text, list, leavesOut) : undefined;
  return item && [...listed, item];
}
