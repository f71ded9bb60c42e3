/** Whether the imports of the services that a fix needs are there, and lead to what they ask for. */

import type { FileStore } from "../../../disk/files.js";
import type { ImportNeed, Problem, Server } from "../../../types.js";
import { importsOf } from "../imports/existing.js";
import { createResolver } from "../project/resolve.js";
import { openProject } from "../source/parse.js";

/** A problem for each name that is not imported, or that is not where its import leads. */
export function importProblems(
  server: Server,
  files: FileStore,
  needs: readonly ImportNeed[],
): Problem[] {
  const project = openProject(server, files);
  const resolve = createResolver(server, files);
  return needs.flatMap(({ file, module, names }) => {
    const source = project.source(file);
    const existing = source ? importsOf(source, module) : [];
    return names.flatMap((name) => {
      const found = existing.find((each) => each.names.includes(name));
      const target = found && resolve(file, found.specifier);
      const message = problemOf(name, found?.specifier, target, files);
      return message === undefined ? [] : [{ file, message }];
    });
  });
}

function problemOf(
  name: string,
  specifier: string | undefined,
  target: string | undefined,
  files: FileStore,
): string | undefined {
  if (specifier === undefined) return `${name} would not be imported`;
  if (target === undefined) return `its import of ${name} from "${specifier}" leads to no file`;
  const text = files.read(target)?.text ?? "";
  if (/\bexport\s*\*/.test(text) || new RegExp(`\\b${name}\\b`).test(text)) return undefined;
  return `it would import ${name} from "${specifier}", which has no such name`;
}
