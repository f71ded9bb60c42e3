/** Services that the modules of a server import and that are gone. */

import { dirname, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import type { AskedFor } from "../../supply/gone.js";
import { SERVICES } from "../imports/service-names.js";
import type { Layout } from "../project/layout.js";
import { INDEX, neededFiles } from "./services.js";

const imports = new RegExp(
  `^[ \\t]*(?:from|import)[ \\t]+(\\.*)((?:\\w+\\.)*)${SERVICES}(?=[.\\s])`,
  "gm",
);

/** The services as a module of the server asks for them; undefined where none does. */
export function servicesAskedFor(
  server: Server,
  files: FileStore,
  layout: Layout,
): AskedFor | undefined {
  const folder = join(layout.folder, SERVICES);
  const importer = server.files.find(
    (path) => dirname(path) !== folder && importsFrom(path, folder, layout, files),
  );
  if (importer === undefined) return undefined;
  const entry = files.read(join(server.root, "entrypoint.py"))?.text;
  const isServing = entry?.includes(`${SERVICES}.gateway`) ?? false;
  return { importer, index: INDEX, files: neededFiles(server, files, folder, [], isServing) };
}

/** Whether a module imports the services that belong into this folder: by the package's name, or relative to itself. */
function importsFrom(path: string, folder: string, layout: Layout, files: FileStore): boolean {
  const text = files.read(path)?.text ?? "";
  if (!text.includes(SERVICES)) return false;
  return [...text.matchAll(imports)].some(([, dots = "", packages = ""]) => {
    if (dots === "") return `${packages}${SERVICES}` === layout.services;
    const up = "../".repeat(dots.length - 1);
    return join(dirname(path), up, packages.replaceAll(".", "/"), SERVICES) === folder;
  });
}
