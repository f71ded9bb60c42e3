/** The module that starts a server, as source and as what the build makes of it. */

import { dirname, extname, join, relative, resolve, sep } from "node:path";
import type { FileStore } from "../../../files.js";
import type { Server } from "../../../types.js";
import { layoutOf, manifestOf } from "../layout.js";
import { sourceAt } from "../resolve.js";
import { configOf } from "../tsconfig-options.js";

export interface MainModule {
  /** The source file, absolute. */
  readonly source: string;
  /** What Node runs, absolute: the same file where nothing is built. */
  readonly built: string;
}

/** The server's main, as `bin`, `start` or `main` of package.json name it; undefined where none can be told. */
export function mainOf(server: Server, files: FileStore): MainModule | undefined {
  for (const path of candidates(server, files)) {
    const found = locate(server, files, resolve(server.root, path));
    if (found) return found;
  }
  return undefined;
}

function candidates(server: Server, files: FileStore): string[] {
  const { bin, main, scripts } = manifestOf(server, files);
  const bins = typeof bin === "string" ? [bin] : Object.values(bin ?? {});
  const script = /(?:^|\s)(?:node|tsx|ts-node|bun|nodemon)\s(?:.*?\s)?(\S+\.[cm]?[jt]s)\b/;
  const started = [scripts?.start, scripts?.dev].flatMap(
    (each) => script.exec(each ?? "")?.[1] ?? [],
  );
  return [...bins, ...started, ...(main ? [main] : [])];
}

function locate(server: Server, files: FileStore, path: string): MainModule | undefined {
  const known = (source: string | undefined): source is string =>
    source !== undefined && server.files.includes(source);
  const options = configOf(files, server.root);
  const { outDir } = options ?? {};
  if (outDir && path.startsWith(outDir + sep)) {
    const inside = relative(outDir, path);
    const roots = [options?.rootDir, layoutOf(server, files).sourceRoot, server.root];
    const sources = roots.map((root) => root && sourceAt(files, join(root, inside)));
    const source = sources.find(known);
    return source === undefined ? undefined : { source, built: path };
  }
  const source = sourceAt(files, path);
  return known(source) ? { source, built: builtOf(source, files, server) } : undefined;
}

/** Where the build puts a source file; the file itself where it is not compiled. */
export function builtOf(source: string, files: FileStore, server: Server): string {
  const options = configOf(files, server.root);
  if (!options?.outDir || !/\.[cm]?tsx?$/.test(source)) return source;
  const root = options.rootDir ?? layoutOf(server, files).sourceRoot;
  const ending = extname(source).replace("t", "j").replace("x", "");
  const stem = relative(root, source).slice(0, -extname(source).length);
  return join(options.outDir, stem + ending);
}

/** A path as another module would import it: relative, with forward slashes and a leading dot. */
export function relativeModule(fromFile: string, path: string): string {
  const way = relative(dirname(fromFile), path).split(sep).join("/");
  return way.startsWith(".") ? way : `./${way}`;
}
