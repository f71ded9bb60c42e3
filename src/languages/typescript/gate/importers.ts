/** Which sources import some files, and so cannot do without them. */

import type { FileStore } from "../../../disk/files.js";
import type { Importer, Server } from "../../../types.js";
import { importsWrittenIn } from "../project/reachable.js";
import { openProject } from "../source/parse.js";

/** The sources of a server, tests included, of which an import leads to one of these files. */
export function importersOf(
  server: Server,
  files: FileStore,
  targets: ReadonlySet<string>,
): Importer[] {
  const project = openProject(server, files);
  return server.files.flatMap((file) => {
    const imported = importsWrittenIn(file, project).find((path) => targets.has(path));
    return imported && !targets.has(file) ? [{ file, imported }] : [];
  });
}
