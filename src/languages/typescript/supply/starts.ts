/** Whether a module leads to the tools, and what else would serve them. */

import type { FileStore } from "../../../disk/files.js";
import type { Scan, Server } from "../../../types.js";
import { isOfPackage, libraryOf } from "../forms/library-queries.js";
import { productionFiles } from "../project/server-files.js";
import { type Loaded, loadedBy } from "./import-graph.js";

/** Whether a module leads to the tools, going by all that it loads. */
export function leadsToTools(loaded: readonly Loaded[], scan: Scan): boolean {
  const tools = filesOf(scan);
  if (loaded.some(({ file }) => tools.has(file))) return true;
  // Some servers load every file of a folder, which no import names.
  return loaded.some(loadsUnnamed) && loaded.some(({ packages }) => packages.some(isServerLibrary));
}

function filesOf({ tools }: Scan): ReadonlySet<string> {
  return new Set(
    tools.flatMap(({ place, registration }) => [place.file, registration?.file ?? place.file]),
  );
}

function loadsUnnamed({ text, packages }: Loaded): boolean {
  return packages.some(loadsFolders) || /\b(?:import|require)\(\s*(?!["'`\s)])/.test(text);
}

function loadsFolders(name: string): boolean {
  return libraryOf(name)?.loadsFolders === true;
}

function isServerLibrary(name: string): boolean {
  const library = libraryOf(name);
  return (library?.serving ?? library?.packages ?? []).some((each) => isOfPackage(name, each));
}

/** The module whose exported handler a cloud function calls, where the tools are served by one. */
export function handlerAmong(server: Server, files: FileStore, scan: Scan): string | undefined {
  const tools = filesOf(scan);
  const exported =
    /\bexport\s+(?:const|let|(?:async\s+)?function)\s+handler\b|\bexports\.handler\s*=/;
  return productionFiles(server).find(
    (path) =>
      exported.test(files.read(path)?.text ?? "") &&
      loadedBy(path, server, files, () => undefined).some(({ file }) => tools.has(file)),
  );
}
