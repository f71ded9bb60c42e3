/** Which of a server's files are text that may be read. */

import { unreadable } from "../errors.js";
import { languageOf } from "../languages/registry.js";
import type { Problem, Server } from "../types.js";
import { BINARY_SIGN, type FileStore, isBinary } from "./files.js";

export interface Readable {
  /** The server without the other files. */
  readonly server: Server;
  /** A problem for each of those. */
  readonly unread: readonly Problem[];
}

/** Looks at every file's first bytes. What reads them all later anyway keeps them. */
export function readable(server: Server, files: FileStore): Readable {
  const { isLight } = languageOf(server.language);
  const look = (path: string): Uint8Array | undefined =>
    isLight ? files.bytes(path) : files.glance(path, BINARY_SIGN);
  const unread = server.files.flatMap((file) => problemOf(file, look) ?? []);
  if (unread.length === 0) return { server, unread };
  const left = new Set(unread.map(({ file }) => file));
  return { server: { ...server, files: server.files.filter((file) => !left.has(file)) }, unread };
}

function problemOf(
  file: string,
  look: (path: string) => Uint8Array | undefined,
): Problem | undefined {
  try {
    const bytes = look(file);
    return bytes && isBinary(bytes) ? { file, message: binary } : undefined;
  } catch (error) {
    return unreadable(file, error);
  }
}

const binary = "this is a binary file, not source code: it was left alone";
