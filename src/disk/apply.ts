/** Writes a plan to the disk: all of it or nothing. */

import {
  chmodSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { describeSystemError, isSystemError, UserError } from "../errors.js";
import { afterOf, type Change } from "../plan/compose.js";
import { createFileStore } from "./files.js";
import { type Hashes, hashOf } from "./hashes.js";

/**
 * Writes every change through a temporary file and a rename. Throws UserError, with the disk as it was
 * before, where a file has changed since it was planned or cannot be written.
 */
export function apply(changes: readonly Change[], planned: Hashes): void {
  refuseStale([...planned, ...changes.map(hashBefore)]);
  const done: (() => void)[] = [];
  try {
    const staged = changes.map((change) => stage(change, done));
    for (const [index, change] of changes.entries()) commit(change, staged[index] as string, done);
  } catch (error) {
    for (const undo of done.reverse()) attempt(undo);
    if (!isSystemError(error)) throw error;
    const where = error.path ?? "the server's folder";
    throw new UserError(`${where}: ${describeSystemError(error)}; nothing was written`);
  }
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

/** Writes the new bytes beside their place, so that a full disk is met before anything is replaced. */
function stage(change: Change, done: (() => void)[]): string {
  const { path } = change;
  makeFolder(dirname(path), done);
  const temporary = join(dirname(path), `.${basename(path)}.retrofit-${process.pid}`);
  done.push(() => rmSync(temporary, { force: true }));
  writeFileSync(temporary, afterOf(change), { flag: "wx", flush: true });
  if (change.before) chmodSync(temporary, statSync(path).mode);
  else if (change.executable) chmodSync(temporary, 0o755);
  return temporary;
}

function commit(change: Change, temporary: string, done: (() => void)[]): void {
  const { path, before } = change;
  renameSync(temporary, path);
  done.push(() => (before ? writeFileSync(path, before) : rmSync(path, { force: true })));
}

function makeFolder(folder: string, done: (() => void)[]): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), done);
  mkdirSync(folder);
  done.push(() => rmdirSync(folder));
}

/** Undoing goes on whatever one step of it says. */
function attempt(undo: () => void): void {
  try {
    undo();
  } catch {
    // What could not be undone is named by the error that is thrown next.
  }
}
