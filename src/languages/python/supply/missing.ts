/** Services that the modules of a server import and that are gone. */

import { dirname, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import type { AskedFor } from "../../supply/gone.js";
import { SERVICES } from "../imports/service-names.js";
import type { Layout } from "../project/layout.js";
import { forPeople, isOfEarlierEdition, neededFiles } from "./services.js";

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
  const asked = { importer, index: /__init__\.py$/, isWhole: true };
  const index = files.read(join(folder, "__init__.py"))?.text;
  if (index !== undefined && isOfEarlierEdition(index)) {
    return { ...asked, files: [], lost: lostOf(server, folder, files) };
  }
  const entry = files.read(join(server.root, "entrypoint.py"))?.text;
  const isServing = entry?.includes(`${SERVICES}.gateway`) ?? false;
  const needed = neededFiles(server, files, folder, [], isServing);
  // Where the others are there, nothing that runs asks for what looks after accounts.
  const imported = needed.filter(({ path }) => !forPeople.test(path));
  return { ...asked, files: index === undefined ? needed : imported };
}

/** The first module that services of an earlier edition import from among themselves and that is not there. */
function lostOf(server: Server, folder: string, files: FileStore): string | undefined {
  const there = server.files.filter((path) => dirname(path) === folder);
  const texts = there.map((path) => files.read(path)?.text ?? "");
  const names = texts.flatMap((text) => [...text.matchAll(/^[ \t]*from \.(\w+) import\b/gm)]);
  return names.map(([, name]) => join(folder, `${name}.py`)).find((path) => !files.isFile(path));
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
