/** All that was asked of a disk: what was there, and what was looked for and was not. Enough to tell, later, what has changed. */

import { createHash } from "node:crypto";
import { createFileStore, type FileStore } from "./files.js";
import { hashOf } from "./hashes.js";
import type { Disk } from "./path-cache.js";

/**
 * What a path was when it was asked about: the SHA-256 of a file's bytes in hex, `file` where only that was asked,
 * `folder`, `folder:` and the SHA-256 of the names of the folders in it, or `absent`.
 */
export type Sign = string;

export type Reads = ReadonlyMap<string, Sign>;

/** A store that remembers what it was asked, files that are only glanced at among it. */
export interface Recorder {
  readonly files: FileStore;
  /** The sign of every path that was asked about so far. */
  reads(): Reads;
}

/** A recorder over a disk that others may share. */
export function createRecorder(disk: Disk): Recorder {
  const kinds = new Set<string>();
  const listings = new Set<string>();
  const glanced = new Set<string>();
  const asked = <T>(paths: Set<string>, ask: (path: string) => T) => {
    return (path: string): T => {
      paths.add(path);
      return ask(path);
    };
  };
  const recorded: Disk = {
    isFile: asked(kinds, disk.isFile),
    isFolder: asked(kinds, disk.isFolder),
    folders: asked(listings, disk.folders),
  };
  const files = createFileStore(recorded, (path) => glanced.add(path));
  return {
    files,
    reads() {
      const seen = files.seen();
      const read = [...seen].map(([path, bytes]) => [
        path,
        bytes ? hashOf(bytes) : kindOf(path, disk),
      ]);
      const others = [...kinds, ...listings, ...glanced].filter((path) => !seen.has(path));
      const told = others.map((path) => {
        if (listings.has(path)) return [path, listingSign(path, disk)];
        return [path, glanced.has(path) ? hashOrKind(path, disk) : kindOf(path, disk)];
      });
      return new Map([...read, ...told] as [string, Sign][]);
    },
  };
}

/** What a path is now, told in the way in which `like` tells it. */
export function signOf(path: string, like: Sign, disk: Disk): Sign {
  if (like.startsWith("folder:")) return listingSign(path, disk);
  return /^(?:absent|folder|file)$/.test(like) ? kindOf(path, disk) : hashOrKind(path, disk);
}

function kindOf(path: string, disk: Disk): Sign {
  if (disk.isFile(path)) return "file";
  return disk.isFolder(path) ? "folder" : "absent";
}

function hashOrKind(path: string, disk: Disk): Sign {
  const kind = kindOf(path, disk);
  // Asked first: what is no file, such as a pipe, may never end.
  return kind === "file" ? hashOf(createFileStore(disk).bytes(path)) : kind;
}

function listingSign(path: string, disk: Disk): Sign {
  const kind = kindOf(path, disk);
  if (kind !== "folder") return kind;
  const names = disk
    .folders(path)
    .map((folder) => folder.slice(path.length))
    .join("\0");
  return `folder:${createHash("sha256").update(names).digest("hex")}`;
}
