/** Paths with patterns in them, where no shell has spelt them out. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../errors.js";

/** The paths, those that are patterns and no path as what they fit. Throws UserError for one that fits nothing. */
export async function expanded(paths: readonly string[], cwd: string): Promise<string[]> {
  const isPattern = (path: string): boolean =>
    /[*?[{]/.test(path) && !existsSync(resolve(cwd, path));
  if (!paths.some(isPattern)) return [...paths];
  const { glob } = await import("tinyglobby");
  const found = paths.map(async (path) => {
    if (!isPattern(path)) return [path];
    const fitting = await glob(path.replaceAll("\\", "/"), {
      cwd,
      absolute: true,
      onlyFiles: false,
      expandDirectories: false,
      ignore: ["**/node_modules/**"],
    });
    if (fitting.length === 0) throw new UserError(`${path}: no file or folder fits this pattern`);
    return fitting.sort();
  });
  return (await Promise.all(found)).flat();
}
