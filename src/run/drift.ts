/** Whether a checkout is still what a stored plan was made from. */

import { existsSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { createFileStore } from "../disk/files.js";
import { hashOf } from "../disk/hashes.js";
import { isLinked } from "../disk/links.js";
import { createDisk } from "../disk/path-cache.js";
import { type Sign, signOf } from "../disk/reads.js";
import { languages } from "../languages/registry.js";
import type { Change } from "../plan/compose.js";
import { afterOf } from "../plan/compose.js";
import type { StoredPlan } from "../plan/stored/model.js";
import { discover } from "./discover.js";

/** What is no longer as it was planned, the file's name first; undefined where all is. */
export function driftIn(plan: StoredPlan, root: string): string | undefined {
  return readDrift(plan, root) ?? targetDrift(plan, root) ?? sourceDrift(plan, root);
}

function readDrift({ reads }: StoredPlan, root: string): string | undefined {
  const disk = createDisk();
  for (const [path, sign] of Object.entries(reads)) {
    const now = signOf(join(root, path), sign, disk);
    if (now !== sign) return `${path}: ${howChanged(sign, now)}`;
  }
  return undefined;
}

function howChanged(sign: Sign, now: Sign): string {
  if (now === "absent") return "is gone since it was planned";
  if (sign === "absent") return "was not there when it was planned, and is now";
  return "changed since it was planned";
}

/** What is written must not be a link, and a program stays one. */
function targetDrift({ changes }: StoredPlan, root: string): string | undefined {
  for (const change of changes) {
    const path = join(root, change.path);
    if (isLinked(path)) return `${change.path}: is a symbolic link or lies behind one`;
    if (!("edits" in change)) {
      if (existsSync(path)) return `${change.path}: ${howChanged("absent", "file")}`;
      continue;
    }
    const bytes = createFileStore().bytes(path);
    if (hashOf(bytes) !== change.before)
      return `${change.path}: ${howChanged("file", bytes ? "file" : "absent")}`;
    if (isExecutable(path) !== change.executable) {
      return `${change.path}: its mode changed since it was planned`;
    }
  }
  return undefined;
}

/** Whether a file is a program: the one thing of a mode that git keeps, and that another checkout has in common. */
export function isExecutable(path: string): boolean {
  return process.platform !== "win32" && (statSync(path).mode & 0o111) !== 0;
}

/** A source that came or went since would have been planned, too. */
function sourceDrift({ named, servers }: StoredPlan, root: string): string | undefined {
  const gone = named.find((path) => !existsSync(join(root, path)));
  if (gone !== undefined) return `${gone}: ${howChanged("folder", "absent")}`;
  const targets = named.map((path) => join(root, path));
  const now = discover(targets, languages, createFileStore()).servers;
  for (const { root: folder, language, files } of servers) {
    const found = now.find(
      (each) => each.root === join(root, folder) && each.language === language,
    );
    if (!found) return `${folder}: is no ${language} server any more`;
    const there = new Set(found.files.map((path) => relative(root, path).split(sep).join("/")));
    const planned = new Set(files);
    const added = [...there].find((path) => !planned.has(path));
    if (added !== undefined) return `${added}: ${howChanged("absent", "file")}`;
    const left = files.find((path) => !there.has(path));
    if (left !== undefined) return `${left}: is no source of the server any more`;
  }
  return undefined;
}

/** Why changes would not give what a plan says; undefined where they do. */
export function wrongResult(
  { changes }: StoredPlan,
  restored: readonly Change[],
  root: string,
): string | undefined {
  const byPath = new Map(restored.map((change) => [change.path, change]));
  const wrong = changes.find((change) => {
    const made = byPath.get(join(root, change.path));
    return !made || !gives(made, change.after);
  });
  return wrong && `${wrong.path}: its insertions do not give what its hash says`;
}

function gives(change: Change, hash: string): boolean {
  try {
    return hashOf(afterOf(change)) === hash;
  } catch (error) {
    // An insertion outside of the file.
    if (error instanceof RangeError) return false;
    throw error;
  }
}
