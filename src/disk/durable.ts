/** Writing so that it outlasts a power cut: what these functions return from is on the disk. */

import { closeSync, fsyncSync, openSync, rmdirSync, writeFileSync } from "node:fs";

/** Writes a file that is not there yet. Throws EEXIST where it is. */
export function createDurably(path: string, bytes: Uint8Array | string, mode: number): void {
  writeFileSync(path, bytes, { flag: "wx", flush: true, mode });
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
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // EEXIST is what some systems say instead of ENOTEMPTY.
    if (!["ENOTEMPTY", "EEXIST", "ENOENT", "ENOTDIR"].includes(code ?? "")) throw error;
  }
}
