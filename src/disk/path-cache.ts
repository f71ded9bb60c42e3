/** What the disk holds, as one run sees it: the run asks about each path once, however many servers there are. */

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

export interface Disk {
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** The paths of the folders that a folder holds, sorted; none where it cannot be read. */
  folders(path: string): readonly string[];
}

/** A view of the disk that nothing was asked of yet. */
export function createDisk(): Disk {
  const kind = remembered(kindOf);
  return {
    isFile: (path) => kind(path) === "file",
    isFolder: (path) => kind(path) === "folder",
    folders: remembered(foldersIn),
  };
}

/** Whether there is no such file: none at all, a file where a folder would be, or the reverse. */
export function isAbsence(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR";
}

function remembered<T>(ask: (path: string) => T): (path: string) => T {
  const answers = new Map<string, T>();
  return (path) => {
    if (!answers.has(path)) answers.set(path, ask(path));
    return answers.get(path) as T;
  };
}

function kindOf(path: string): "file" | "folder" | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory()) return "folder";
    return stats?.isFile() ? "file" : undefined;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isAbsence(error) || code === "EACCES" || code === "EPERM") return [];
    throw error;
  }
}
