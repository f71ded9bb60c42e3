/** Symbolic links: nothing is written where one leads, and nothing of what it leads to is shown. */

import { lstatSync, realpathSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Whether a path is a symbolic link or lies behind one; of a path that is not there yet, whether the folder that it
 * would lie in does. The servers' roots are real paths, so that only what lies below them can be one.
 */
export function isLinked(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  // One that leads nowhere, or in a circle, has no real path.
  if (stats?.isSymbolicLink()) return true;
  if (stats) return realpathSync(path) !== path;
  return dirname(path) !== path && isLinked(dirname(path));
}
