/** What a server's build makes of its sources: scripts that would be met a second time beside them. */

import { resolve } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { isWithin } from "../../../disk/paths.js";
import type { Server } from "../../../types.js";
import { buildCommands } from "./build-commands.js";
import { compilerOf, manifestOf } from "./layout.js";

const typed = /\.[cm]?tsx?$/;
const script = /\.[cm]?jsx?$/;

/** Compilers and bundlers that are told on their command line where to write, and by which flags. */
const targets =
  /\b(?:esbuild|tsup|tsdown|ncc|rollup|rolldown|swc|babel|bun|parcel|vite|webpack|microbundle)\b[^&|;]*?\s(?:--(?:outfile|outdir|out-dir|out|outDir|dist-dir|output-path|file|dir)[= ]|-[od] )(\S+)/g;

/**
 * The files of a server without the scripts that its build wrote: into the folder of the compiler or the
 * bundler, or beside the TypeScript that they are made of. A server of scripts alone has only what is written.
 */
export function withoutBuilt(server: Server, files: FileStore): readonly string[] {
  const sources = server.files.filter((path) => typed.test(path));
  if (sources.length === 0) return server.files;
  const stems = new Set(sources.map((path) => path.replace(typed, "")));
  const outputs = outputsOf(server, files).filter(
    (output) => !sources.some((path) => isWithin(path, output)),
  );
  const isBuilt = (path: string): boolean =>
    stems.has(path.replace(script, "")) || outputs.some((output) => isWithin(path, output));
  return server.files.filter((path) => !script.test(path) || !isBuilt(path));
}

/** Files and folders, absolute, that the build writes. */
function outputsOf(server: Server, files: FileStore): string[] {
  const { outDir } = compilerOf(server, files) ?? {};
  const build = buildCommands(manifestOf(server, files).scripts);
  const named = build.flatMap((command) => [...command.matchAll(targets)].map(([, to = ""]) => to));
  return [
    ...(outDir ? [outDir] : []),
    ...named.map((to) => resolve(server.root, to.replace(/^["']|["']$/g, ""))),
  ];
}
