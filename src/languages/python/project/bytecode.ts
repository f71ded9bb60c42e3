/** What Python leaves beside the sources that it has run. */

import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** The compiled forms of a source: `__pycache__/<name>.<interpreter>.pyc`, as PEP 3147 has them. */
export function bytecodeOf(source: string): string[] {
  const folder = join(dirname(source), "__pycache__");
  const start = `${basename(source, ".py")}.`;
  return namesIn(folder)
    .filter((name) => name.startsWith(start) && name.endsWith(".pyc"))
    .map((name) => join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // None, or none that can be read: then there is nothing to say of it.
    return [];
  }
}
