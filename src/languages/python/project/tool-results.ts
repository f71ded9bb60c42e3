/** What becomes of the results that tools answer with: the libraries differ in it. */

import { libraries } from "../forms/libraries.js";
import type { Project } from "../source/parse.js";

const known = new WeakMap<Project, boolean>();
const rewriting = libraries.filter(({ rewritesResults }) => rewritesResults);
const imports = new RegExp(
  `^[ \\t]*(?:from|import)[ \\t]+(?:${rewriting.flatMap(({ modules }) => modules).join("|")})\\b`,
  "m",
);

/** Whether a CallToolResult reaches the client as it is: no file of the server imports a library that rewrites it. */
export function passesResults(project: Project): boolean {
  const found =
    known.get(project) ??
    !project.server.files.some((file) => imports.test(project.files.read(file)?.text ?? ""));
  known.set(project, found);
  return found;
}
