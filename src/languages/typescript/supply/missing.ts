/** Services that the modules of a server import and that are gone. */

import { dirname, resolve, sep } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import type { AskedFor } from "../../supply/gone.js";
import { layoutOf } from "../project/layout.js";
import { isServicesFile, servicesName } from "../project/server-files.js";
import { type Needs, serviceFiles } from "./services.js";

const imports = new RegExp(`["'](\\.{1,2}/(?:[^"'\\n]*/)?${servicesName})(?:/[^"'\\n]*)?["']`, "g");

/** The services as a module of the server asks for them; undefined where none does. */
export function servicesAskedFor(
  server: Server,
  files: FileStore,
  needs: Needs,
): AskedFor | undefined {
  const sources = server.files.filter((path) => !isServicesFile(path));
  const importer = sources.find((path) => folderFor(path, server, files));
  const services = importer && folderFor(importer, server, files);
  if (!importer || !services) return undefined;
  // Where they are gone, the layout can only guess where they were: the import tells.
  const layout = { ...layoutOf(server, files), services };
  const zods = sources.flatMap((path) => files.read(path)?.text.match(/\bzod-v\d\b/g) ?? []);
  const whole = serviceFiles(server, files, needs, layout, zods);
  return { importer, index: /\/index\.[cm]?[jt]s$/, files: whole };
}

/** The services folder of the server that a file imports from. */
function folderFor(path: string, { root }: Server, files: FileStore): string | undefined {
  const text = files.read(path)?.text ?? "";
  const folders = [...text.matchAll(imports)].map(([, folder = ""]) =>
    resolve(dirname(path), folder),
  );
  return folders.find((folder) => folder.startsWith(`${root}${sep}`));
}
