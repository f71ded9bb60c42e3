/** The formatter that a Python server's settings name. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";

/** What formats files whose names follow; undefined where nothing is set or listed. */
export function formatterOf({ root }: Server, files: FileStore): string | undefined {
  const text = files.read(join(root, "pyproject.toml"))?.text ?? "";
  const hasRuff = ["ruff.toml", ".ruff.toml"].some((name) => files.isFile(join(root, name)));
  const run = files.isFile(join(root, "uv.lock")) ? "uv run " : "";
  if (/^\[tool\.black\b/m.test(text)) return `${run}black`;
  return hasRuff || /^\[tool\.ruff\b/m.test(text) ? `${run}ruff format` : undefined;
}
