/** Lists the files of a tree that could be somebody's source: what git ignores and what is built is left out. */

import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { describeSystemError } from "./errors.js";
import { gitRootOf } from "./git.js";
import type { Problem } from "./types.js";

export interface Tree {
  /** Absolute paths, in the order of the walk. */
  readonly files: readonly string[];
  /** Folders that could not be read. */
  readonly problems: readonly Problem[];
}

/** Never source, whether or not a .gitignore says so. */
const skipped = new Set([
  ".git",
  ".hg",
  ".venv",
  "venv",
  "node_modules",
  "site-packages",
  "dist",
  "build",
  "out",
  "coverage",
  "__pycache__",
  ".tox",
  ".nox",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".next",
  ".turbo",
  ".cache",
]);

/** Whether case matters to git: it sets core.ignorecase by the file systems that are usual there. */
const ignorecase = process.platform === "darwin" || process.platform === "win32";

/** A .gitignore and the folder it speaks of, with a separator at its end. */
interface Rules {
  readonly folder: string;
  readonly matcher: Ignore;
}

/**
 * Walks a tree for the files whose names are wanted. Symbolic links are not followed: what they point to
 * inside the tree is met on its own path, and what lies outside is nobody's business.
 */
export function walk(root: string, isWanted: (name: string) => boolean): Tree {
  const files: string[] = [];
  const problems: Problem[] = [];
  const visit = (folder: string, inherited: readonly Rules[]): void => {
    const entries = entriesOf(folder, problems);
    const own = entries.some(({ name }) => name === ".gitignore") ? rulesOf(folder) : undefined;
    const rules = own ? [...inherited, own] : inherited;
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name) && !isIgnored(`${path}${sep}`, rules)) visit(path, rules);
      } else if (entry.isFile() && isWanted(entry.name) && !isIgnored(path, rules)) {
        files.push(path);
      }
    }
  };
  visit(root, rulesAbove(root));
  return { files, problems };
}

function entriesOf(folder: string, problems: Problem[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    problems.push({ file: folder, message: `cannot be read: ${describeSystemError(error)}` });
    return [];
  }
}

/** The .gitignore files between the repository's root and a folder, outermost first. */
function rulesAbove(root: string): Rules[] {
  const top = gitRootOf(root);
  if (top === undefined || top === root) return [];
  const rules: Rules[] = [];
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    const found = rulesOf(folder);
    if (found) rules.unshift(found);
    if (folder === top) return rules;
  }
}

function rulesOf(folder: string): Rules | undefined {
  try {
    const text = readFileSync(join(folder, ".gitignore"), "utf8");
    return {
      folder: folder.endsWith(sep) ? folder : folder + sep,
      matcher: ignore({ ignorecase }).add(text),
    };
  } catch {
    return undefined;
  }
}

/** The innermost .gitignore that has a word on a path decides, as in git. */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
  for (const { folder, matcher } of rules.toReversed()) {
    const way = path.slice(folder.length);
    const verdict = matcher.test(sep === "/" ? way : way.replaceAll(sep, "/"));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}
