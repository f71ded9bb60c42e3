/** How the server's own tests are run. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";

/** pytest, where files have the names that it looks for, in the environment that the lock file speaks of. */
export function testCommand(
  { root, files: sources }: Server,
  files: FileStore,
): string | undefined {
  if (!sources.some((path) => /[\\/](?:test_[^\\/]*|[^\\/]*_test)\.py$/.test(path)))
    return undefined;
  if (files.isFile(join(root, "uv.lock"))) return "uv run pytest";
  return files.isFile(join(root, "poetry.lock")) ? "poetry run pytest" : "pytest";
}
