/** What the parts for each linter ask of a server. */

import type { FileStore } from "../../../../disk/files.js";
import type { Server } from "../../../../types.js";

/** What the linters' parts ask of a server. */
export interface Look {
  readonly server: Server;
  readonly files: FileStore;
  /** The server's folder and those around it: where settings may be. */
  readonly folders: readonly string[];
  readonly isThere: (folder: string, name: string) => boolean;
  /** The services folder and the other copies, as settings in a folder name them. */
  readonly pathsFrom: (folder: string) => string[];
  readonly services: string;
}
