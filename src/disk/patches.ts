/** Writes patches into a folder of the user's choice. */

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors.js";
import type { Patch } from "../plan/split.js";

/** Writes each patch and gives their paths. Throws UserError where one is there already: nothing is written then. */
export function writePatches(patches: readonly Patch[], folder: string): string[] {
  const paths = patches.map(({ name }) => join(folder, name));
  const there = paths.find((path) => existsSync(path));
  if (there) throw new UserError(`${there}: is there already; remove it, or name another folder`);
  mkdirSync(folder, { recursive: true });
  for (const [index, { bytes }] of patches.entries()) writeFileSync(paths[index] ?? "", bytes);
  return paths;
}
