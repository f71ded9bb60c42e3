/** Lists the files of a tree that could be somebody's source: what git ignores and what is built is left out. */

import { type Dirent, readdirSync } from "node:fs";
import { sep } from "node:path";
import { unreadable } from "../errors.js";
import type { Problem } from "../types.js";
import { type Gitignore, gitignoreAbove } from "./gitignore.js";

export interface Tree {
  /** Absolute paths, in the order of the walk. */
  readonly files: readonly string[];
  /** Folders that could not be read. */
  readonly problems: readonly Problem[];
}

/** Never source, whether or not a .gitignore says so: built, installed, cached or reported. */
const skipped = new Set(
  [
    ".git .hg .svn",
    ".venv venv .tox .nox .eggs site-packages __pypackages__ .direnv .pixi",
    "node_modules bower_components .yarn .pnpm-store",
    "dist build out .next .nuxt .output .svelte-kit .vercel .netlify .wrangler",
    ".aws-sam cdk.out .serverless .terraform",
    "coverage htmlcov __pycache__ .mypy_cache .pytest_cache .ruff_cache .hypothesis .ipynb_checkpoints",
    ".turbo .nx .cache .parcel-cache .vite .angular",
  ].flatMap((row) => row.split(" ")),
);

/** What setuptools and installers write beside packages. */
const skippedEnding = /\.(?:egg-info|dist-info|egg)$/;

/** What every virtual environment has, whatever it is called. */
const ENVIRONMENT = "pyvenv.cfg";

/**
 * Walks a tree for the files whose names are wanted. Symbolic links are not followed: what they point to
 * inside the tree is met on its own path, and what lies outside is nobody's business.
 */
export function walk(root: string, isWanted: (name: string) => boolean): Tree {
  const files: string[] = [];
  const problems: Problem[] = [];
  const visit = (folder: string, outer: Gitignore): void => {
    const entries = entriesOf(folder, problems);
    if (isEnvironment(entries, folder === root)) return;
    const hasOwn = entries.some(({ name }) => name === ".gitignore");
    const gitignore = hasOwn ? outer.within(folder) : outer;
    // Thousands of entries: joining paths that need no normalizing took a tenth of the walk.
    const start = folder.endsWith(sep) ? folder : folder + sep;
    for (const entry of entries) {
      const path = start + entry.name;
      if (entry.isDirectory()) {
        if (!isSkipped(entry.name) && !gitignore.isIgnored(path + sep)) visit(path, gitignore);
      } else if (entry.isFile() && isWanted(entry.name) && !gitignore.isIgnored(path)) {
        files.push(path);
      }
    }
  };
  visit(root, gitignoreAbove(root));
  return { files, problems };
}

/** A server whose own folder was made one is looked at all the same. */
function isEnvironment(entries: readonly Dirent[], isRoot: boolean): boolean {
  return !isRoot && entries.some(({ name }) => name === ENVIRONMENT);
}

function isSkipped(name: string): boolean {
  return skipped.has(name) || skippedEnding.test(name);
}

function entriesOf(folder: string, problems: Problem[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    problems.push(unreadable(folder, error));
    return [];
  }
}
