/** Writes a plan to the disk: all of it or nothing. */

import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../errors.js";
import { afterOf, type Change } from "../plan/compose.js";
import { spansOf } from "../plan/edit.js";
import type { Server } from "../types.js";
import { createFileStore, decode } from "./files.js";
import { type Hashes, hashOf } from "./hashes.js";
import { isWithin } from "./paths.js";
import { commit } from "./transaction/commit.js";
import { territoryOf } from "./transaction/home.js";
import { createJournal, type FileRecord } from "./transaction/journal.js";

/**
 * Writes the changes that were planned for these servers. Throws UserError, with the disk as it was before, where a
 * file has changed since it was planned or cannot be written, and Interrupted where a signal came.
 */
export async function apply(
  changes: readonly Change[],
  planned: Hashes,
  servers: readonly Pick<Server, "root" | "files">[],
): Promise<void> {
  if (changes.length === 0) return refuseStale(planned);
  const roots = servers.map(({ root }) => root);
  refuseOutside(changes, roots);
  const files = inOrder(changes, servers).map(recordOf);
  const made = missingFolders(changes.map(({ path }) => dirname(path)));
  const journal = createJournal({ roots, files, made, emptied: [] });
  await commit(journal, () => refuseStale([...planned, ...changes.map(hashBefore)]));
}

/** Throws UserError for the first file that is not as it was when it was read. */
export function refuseStale(planned: Hashes): void {
  const known = new Map<string, string>();
  for (const [path, hash] of planned) {
    if (!known.has(path)) known.set(path, hashOnDisk(path));
    if (known.get(path) !== hash) throw stale(path);
  }
}

function hashOnDisk(path: string): string {
  return hashOf(createFileStore().bytes(path));
}

function hashBefore({ path, before }: Change): readonly [string, string] {
  return [path, hashOf(before)];
}

function stale(path: string): UserError {
  return new UserError(`${path}: changed since it was planned; nothing was written, run again`);
}

function refuseOutside(changes: readonly Change[], roots: readonly string[]): void {
  const territories = roots.map(territoryOf);
  const outside = changes.find(({ path }) => !territories.some((each) => isWithin(path, each)));
  if (!outside) return;
  throw new UserError(
    `${outside.path}: it lies outside of the servers named; nothing was written, name the folder around them`,
  );
}

/** What is added first, then what is known around the sources, and last the sources, which import what is added. */
function inOrder(changes: readonly Change[], servers: readonly Pick<Server, "files">[]): Change[] {
  const sources = new Set(servers.flatMap(({ files }) => files));
  const rank = ({ path, before }: Change): number => (before ? (sources.has(path) ? 2 : 1) : 0);
  return [...changes].sort((a, b) => rank(a) - rank(b));
}

function recordOf(change: Change): FileRecord {
  const { path } = change;
  const after = decode(afterOf(change));
  if (!change.before) return { path, after, mode: (change.executable ? 0o777 : 0o666) & ~umask };
  // A file that is gone meanwhile is refused with those that changed.
  const mode = (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o7777;
  const insertions = spansOf(change.edits);
  return { path, mode, before: decode(change.before), after, insertions };
}

/** Asking for it sets it, so it is asked for once. */
const umask = process.umask();

/** The folders that have to be made, the outer ones first. */
function missingFolders(folders: readonly string[]): string[] {
  const missing = new Set<string>();
  const add = (folder: string): void => {
    if (existsSync(folder) || missing.has(folder)) return;
    add(dirname(folder));
    missing.add(folder);
  };
  for (const folder of folders) add(folder);
  return [...missing];
}
