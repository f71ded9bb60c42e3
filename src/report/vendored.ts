/** The line of .gitattributes that has GitHub leave the copied services out of its statistics and language bar. */

import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Change } from "../plan/compose.js";

/** What to add to the repository's .gitattributes; undefined where no services are added, or it says so already. */
export function vendoredLine(changes: readonly Change[], root: string): string | undefined {
  const indexes = changes.filter(
    ({ path, part }) =>
      part === "services" && /^(?:index\.[jt]s|__init__\.py)$/.test(basename(path)),
  );
  const holding = indexes.map(({ path }) => dirname(path));
  const outermost = holding.filter((folder) => !holding.includes(dirname(folder)));
  const folders = [...new Set(outermost.map((folder) => basename(folder)))].sort();
  const known = attributesIn(root);
  const lines = folders
    .map((folder) => `**/${folder}/** linguist-vendored`)
    .filter((line) => !known.includes(line));
  if (lines.length === 0) return undefined;
  return `For .gitattributes, if GitHub is to count the copied folder as others' work: ${lines.join(", ")}`;
}

function attributesIn(root: string): string {
  try {
    return readFileSync(join(root, ".gitattributes"), "utf8");
  } catch {
    return "";
  }
}
