/** Paths as they are written into a server's files. */

import { dirname, relative, sep } from "node:path";
import type { Server } from "../../../types.js";

/** A path as it is written in the server's own documents. */
export function fromRoot(server: Server, path: string): string {
  return relative(server.root, path).split(sep).join("/");
}

/** A path as another module would import it: relative, with forward slashes and a leading dot. */
export function relativeModule(fromFile: string, path: string): string {
  const way = relative(dirname(fromFile), path).split(sep).join("/");
  return way.startsWith(".") ? way : `./${way}`;
}
