/** Whether the imports of the services that a fix needs are there, and lead to what they ask for. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { ImportNeed, Problem, Server } from "../../../types.js";
import { type Imported, needOf, servicesImports } from "../imports/service-names.js";
import { layoutOf } from "../project/layout.js";
import { createModules } from "../project/modules.js";
import { openProject } from "../source/parse.js";

/** A problem for each name that is not imported, or that is not where its import leads. */
export async function importProblems(
  server: Server,
  files: FileStore,
  needs: readonly ImportNeed[],
): Promise<Problem[]> {
  const project = await openProject(server, files);
  const target = targets(server, files);
  return needs.flatMap(({ file, names }) => {
    const module = project.module(file);
    const imports = module ? servicesImports(module) : [];
    return names.flatMap((need) => {
      const found = imports.find(({ name, local }) => needOf(name, local) === need);
      const message = problemOf(need, found, found && target(file, found.module), files);
      return message === undefined ? [] : [{ file, message }];
    });
  });
}

/** The file that a module path means, seen from a file; undefined where there is none. */
function targets(
  server: Server,
  files: FileStore,
): (from: string, path: string) => string | undefined {
  const modules = createModules(server);
  const { importRoot } = layoutOf(server, files);
  return (from, path) => {
    const level = /^\.*/.exec(path)?.[0].length ?? 0;
    const found = modules.resolve(from, path.slice(level), level);
    if (found.kind === "file") return found.path;
    // A root that only the build knows: from there the path has to lead to a package.
    const index = join(importRoot, ...path.split("."), "__init__.py");
    return level === 0 && files.isFile(index) ? index : undefined;
  };
}

function problemOf(
  need: string,
  found: Imported | undefined,
  target: string | undefined,
  files: FileStore,
): string | undefined {
  if (!found) return `${need} would not be imported`;
  if (target === undefined) return `its import of ${need} from ${found.module} leads to no file`;
  const text = files.read(target)?.text ?? "";
  if (new RegExp(`\\b${found.name}\\b`).test(text)) return undefined;
  return `it would import ${need} from ${found.module}, which has no such name`;
}
