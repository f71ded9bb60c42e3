/** Folders of the disk held in memory, to be changed and put back. */

import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** What is at a path: a folder, or a file, which keeps what it is under any name. */
export type Entry = "folder" | { bytes: Buffer; mode: number };
export type Disk = Map<string, Entry>;

/** What is below these folders; links are left out. */
export function diskOf(folders: readonly string[]): Disk {
  return new Map(folders.flatMap(entriesAt));
}

function entriesAt(path: string): [string, Entry][] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    return [[path, "folder"], ...readdirSync(path).flatMap((name) => entriesAt(join(path, name)))];
  }
  return stats ? [[path, { bytes: readFileSync(path), mode: stats.mode & 0o777 }]] : [];
}

/** A copy whose files can be changed. */
export function copyOf(disk: Disk): Disk {
  return new Map(
    [...disk].map(([path, entry]) => [path, entry === "folder" ? entry : { ...entry }]),
  );
}

/** Makes the folders hold this, and nothing else. */
export function put(disk: Disk, folders: readonly string[]): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  for (const [path, entry] of [...disk].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (entry === "folder") mkdirSync(path, { recursive: true });
    else {
      writeFileSync(path, entry.bytes);
      chmodSync(path, entry.mode);
    }
  }
}
