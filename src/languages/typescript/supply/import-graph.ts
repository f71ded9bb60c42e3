/** The files that a module loads, directly and through others, as far as its imports can be followed. */

import { dirname, resolve } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { createResolver } from "../project/resolve.js";
import { ts } from "../source/compiler.js";

/** A file that is loaded, with its text and the packages that it imports. */
export interface Loaded {
  readonly file: string;
  readonly text: string;
  readonly packages: readonly string[];
}

/**
 * What loading `main` loads, itself first. `sourceOf` says which source a path in the build's output
 * comes from: a script beside the sources may import what the build makes of them.
 */
export function loadedBy(
  main: string,
  server: Server,
  files: FileStore,
  sourceOf: (built: string) => string | undefined,
): Loaded[] {
  const resolveImport = createResolver(server, files);
  const seen = new Set([main]);
  const loaded: Loaded[] = [];
  // A set goes on to what is added to it meanwhile.
  for (const file of seen) {
    const text = files.read(file)?.text;
    if (text === undefined) continue;
    const packages: string[] = [];
    for (const specifier of specifiersIn(text)) {
      const found =
        (specifier.startsWith(".") ? sourceOf(resolve(dirname(file), specifier)) : undefined) ??
        resolveImport(file, specifier);
      if (found) seen.add(found);
      else packages.push(specifier);
    }
    loaded.push({ file, text, packages });
  }
  return loaded;
}

/** Every module that a text imports, re-exports, requires or loads later by a name that is written out. */
function specifiersIn(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}
