/** Whether the imports of the services that a fix needs are there, and lead to what they ask for. */

import { dirname, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { ImportNeed, Problem, Server } from "../../../types.js";
import { type Imported, needOf, servicesImports } from "../imports/service-names.js";
import { layoutOf } from "../project/layout.js";
import { createModules } from "../project/modules.js";
import { type Mount, nameIn, pathIn } from "../project/mounts.js";
import { rootsOf } from "../project/roots.js";
import { sourcesOf } from "../project/sources.js";
import { openProject } from "../source/parse.js";

/** A problem for each name that is not imported, or that is not where its import leads. */
export async function importProblems(
  server: Server,
  files: FileStore,
  needs: readonly ImportNeed[],
): Promise<Problem[]> {
  const project = await openProject(server, files);
  const target = await targets(server, files);
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

/** The file that a module path means, seen from a file; undefined where there is none, or nothing shows that it is. */
async function targets(
  server: Server,
  files: FileStore,
): Promise<(from: string, path: string) => string | undefined> {
  const { folder } = await layoutOf(server, files);
  const roots = await rootsOf(server, files, sourcesOf(server, files));
  const modules = createModules(server, roots.installed.mounts);
  return (from, path) => {
    const level = /^\.*/.exec(path)?.[0].length ?? 0;
    const mounts = roots.around(from);
    if (level > 0 && !mounts.some((mount) => depthIn(mount, from) >= level)) return undefined;
    const found = modules.resolve(from, path.slice(level), level);
    const target = found.kind === "file" ? found.path : undefined;
    // Services that a hand retrofit has elsewhere are not what is inserted.
    const isElsewhere = target !== undefined && dirname(dirname(target)) !== folder;
    return level > 0 || isElsewhere ? target : indexBy(mounts, path, files);
  };
}

/** The services' own index by the first of the mounts that has one there. */
function indexBy(mounts: readonly Mount[], path: string, files: FileStore): string | undefined {
  const indexes = mounts.flatMap((mount) => {
    const folder = pathIn(mount, path);
    return folder === undefined ? [] : [join(folder, "__init__.py")];
  });
  return indexes.find((index) => files.isFile(index));
}

/** How many packages a file lies in: a relative import may not have more dots. */
function depthIn(mount: Mount, file: string): number {
  const parts = nameIn(mount, file)?.split(".").length ?? 0;
  return file.endsWith("/__init__.py") ? parts : parts - 1;
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
