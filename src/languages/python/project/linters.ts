/** What a server's linter settings say that a signature must heed. A search of the text: nothing is parsed for it. */

import { join } from "node:path";
import type { Project } from "../source/parse.js";

export interface Linters {
  /** The longest line, in characters; endless where nothing is set that would mind. */
  readonly lineLength: number;
  /** Whether the rules on unused arguments (ARG) are selected. */
  readonly reportsUnused: boolean;
}

/** Where ruff and black break lines unless told otherwise. */
const LINE_LENGTH = 88;

const known = new WeakMap<Project, Linters>();

/** Reads the settings of ruff and black in .ruff.toml, ruff.toml and pyproject.toml below the server's root. */
export function lintersOf(project: Project): Linters {
  const found = known.get(project);
  if (found) return found;
  const names = [".ruff.toml", "ruff.toml", "pyproject.toml"];
  const paths = names.map((name) => join(project.server.root, name));
  const text = paths.map((path) => project.files.read(path)?.text ?? "").join("\n");
  const length = /^\s*line[-_]length\s*=\s*(\d+)/m.exec(text)?.[1];
  const isFormatted = /^\[tool\.(?:ruff|black)\b/m.test(text);
  const linters = {
    lineLength: length ? Number(length) : isFormatted ? LINE_LENGTH : Number.POSITIVE_INFINITY,
    reportsUnused: /select\s*=\s*\[[^\]]*["'](?:ARG\d*|ALL)["']/.test(text),
  };
  known.set(project, linters);
  return linters;
}
