/** Files as their hashes: enough to tell, later, whether one has changed. */

import { createHash } from "node:crypto";
import type { FileStore } from "./files.js";

/** Paths and the SHA-256 of their bytes in hex; "" for a file that was not there. */
export type Hashes = Iterable<readonly [path: string, hash: string]>;

/** The SHA-256 of some bytes, in hex; "" where there are none. */
export function hashOf(bytes: Uint8Array | undefined): string {
  return bytes ? createHash("sha256").update(bytes).digest("hex") : "";
}

/** The hash of every file that was read through a store. */
export function hashesOf(files: FileStore): ReadonlyMap<string, string> {
  return new Map([...files.seen()].map(([path, bytes]) => [path, hashOf(bytes)]));
}
