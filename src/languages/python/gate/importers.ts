/** Which sources import some files, and so cannot do without them. */

import type { FileStore } from "../../../disk/files.js";
import type { Importer, Server } from "../../../types.js";
import { createProgram } from "../evaluate/create-program.js";
import { importsOf } from "../source/importers.js";
import { openProject } from "../source/parse.js";
import { installedOf } from "../supply/packaging/backends.js";

/** The sources of a server, tests included, of which an import leads to one of these files. */
export async function importersOf(
  server: Server,
  files: FileStore,
  targets: ReadonlySet<string>,
): Promise<Importer[]> {
  const { mounts } = await installedOf(server, files);
  const program = createProgram(await openProject(server, files), mounts);
  return server.files.flatMap((file) => {
    const imported = [...importsOf(program, file)].find((path) => targets.has(path));
    return imported && !targets.has(file) ? [{ file, imported }] : [];
  });
}
