/** Which library answers for a server: fastmcp and mcp pass on different results. */

import type { Project } from "../source/parse.js";

const known = new WeakMap<Project, boolean>();

/** Whether a file of the server imports `fastmcp`, the library of that name; `mcp.server.fastmcp` is another. */
export function usesFastmcp(project: Project): boolean {
  const found =
    known.get(project) ??
    project.server.files.some((file) =>
      /^[ \t]*(?:from|import)[ \t]+fastmcp\b/m.test(project.files.read(file)?.text ?? ""),
    );
  known.set(project, found);
  return found;
}
