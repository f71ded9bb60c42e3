/** Services that the modules of a server import and that are gone. */

import { dirname, join, resolve, sep } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import type { AskedFor } from "../../supply/gone.js";
import { layoutOf } from "../project/layout.js";
import { isServicesFile, servicesName } from "../project/server-files.js";
import { isIndex, neededModules, serviceFiles } from "./services.js";
import { indexEdits, isOfEarlierEdition } from "./services-index.js";

const imports = new RegExp(`["'](\\.{1,2}/(?:[^"'\\n]*/)?${servicesName})(?:/[^"'\\n]*)?["']`, "g");

/** The services as the modules of the server ask for them; undefined where none does. */
export function servicesAskedFor(server: Server, files: FileStore): AskedFor | undefined {
  const sources = server.files.filter((path) => !isServicesFile(path));
  const importer = sources.find((path) => folderFor(path, server, files));
  const services = importer && folderFor(importer, server, files);
  if (!importer || !services) return undefined;
  // Where they are gone, the layout can only guess where they were: the import tells.
  const layout = { ...layoutOf(server, files), services };
  const asked = { importer, index: /\/index\.[cm]?[jt]s$/ };
  if (isOfEarlierEdition(services, files)) {
    const own = server.files.filter((path) => dirname(path) === services);
    return { ...asked, files: [], lost: lostOf(services, own, files) };
  }
  const modules = neededModules(server, files, { tools: [], findings: [] }, layout);
  const whole = serviceFiles(server, files, layout, modules);
  const edits = whole.filter(isIndex).flatMap((file) => indexEdits(file, files));
  return { ...asked, files: whole, isWhole: true, edits };
}

/** What of an earlier edition's folder is not there, though its index is asked for or another file imports it. */
function lostOf(services: string, own: readonly string[], files: FileStore): string | undefined {
  const names = own.flatMap((path) => {
    const text = files.read(path)?.text ?? "";
    return [...text.matchAll(/["']\.\/([\w-]+)(?:\.[jt]s)?["']/g)].map(([, name = ""]) => name);
  });
  return ["index", ...names]
    .map((name) => [`${name}.ts`, `${name}.js`].map((file) => join(services, file)))
    .find((paths) => !paths.some((path) => files.isFile(path)))?.[own[0]?.endsWith("js") ? 1 : 0];
}

/** The services folder of the server that a file imports from. */
function folderFor(path: string, { root }: Server, files: FileStore): string | undefined {
  const text = files.read(path)?.text ?? "";
  const folders = [...text.matchAll(imports)].map(([, folder = ""]) =>
    resolve(dirname(path), folder),
  );
  return folders.find((folder) => folder.startsWith(`${root}${sep}`));
}
