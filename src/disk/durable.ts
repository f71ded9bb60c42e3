/** Writing so that it outlasts a power cut: what these functions return from is on the disk. */

import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Writes a file that is not there yet; its name lasts once its folder is synced. Throws EEXIST where it is. */
export function createDurably(path: string, bytes: Uint8Array, mode: number, owner?: Owner): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeFileSync(file, bytes);
    if (owner) fchownSync(file, owner.uid, owner.gid);
    fchmodSync(file, mode);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes a folder, and those around it that are not there. */
export function makeFolderDurably(path: string, mode?: number): void {
  if (existsSync(path)) return;
  makeFolderDurably(dirname(path), mode);
  // Somebody else may be making it.
  mkdirSync(path, { recursive: true, mode });
  syncFolder(dirname(path));
}

/** Makes sure of the names in a folder: of files that were made, renamed or removed there. */
export function syncFolder(folder: string): void {
  // Windows opens no folders; NTFS keeps a log of its own for names.
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EINVAL") throw error;
    // Some network file systems cannot do it for folders.
  } finally {
    closeSync(handle);
  }
}

/** Removes a folder, unless it holds anything or is not there. */
export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
    syncFolder(dirname(folder));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // EEXIST is what some systems say instead of ENOTEMPTY.
    if (!["ENOTEMPTY", "EEXIST", "ENOENT", "ENOTDIR"].includes(code ?? "")) throw error;
  }
}
