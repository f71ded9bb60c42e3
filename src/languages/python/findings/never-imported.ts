/** Tools registered in a module that no start of the server comes by. */

import { basename, dirname } from "node:path";
import { findingOf } from "../../../rules/finding.js";
import type { Finding } from "../../../types.js";
import type { Program } from "../evaluate/program.js";
import type { FoundTool } from "../forms/found-tool.js";
import { serverNames } from "../forms/library-queries.js";
import { importersOf } from "../source/importers.js";

export function neverImported(program: Program, tools: readonly FoundTool[]): Finding[] {
  const files = new Map<string, FoundTool[]>();
  for (const tool of tools) {
    const file = (tool.registration ?? tool.place).file;
    files.set(file, [...(files.get(file) ?? []), tool]);
  }
  return [...files]
    .filter(([file]) => !isReached(program, file, new Set()))
    .flatMap(([, found]) => found.map(report));
}

function report(tool: FoundTool): Finding {
  const place = tool.registration ?? tool.place;
  return findingOf("never-imported", {
    place,
    message: `${tool.name} is registered in ${basename(place.file)}, which nothing in the server imports`,
  });
}

/** Whether a module is where the server starts, or is imported by one that is reached. */
function isReached(program: Program, file: string, seen: Set<string>): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  if (startsServer(program, file)) return true;
  return importersOf(program, file).some((importer) => isReached(program, importer, seen));
}

const starts = new RegExp(
  `__name__\\s*==|\\.run(?:_\\w*async)?\\s*\\(|\\b(?:${serverNames})\\s*\\(`,
);

/** A file that is run or that builds a server; `__main__`; whatever a manifest's scripts name. */
function startsServer(program: Program, file: string): boolean {
  const name = basename(file);
  if (/^(__main__|main|server|app|cli)\.py$/.test(name)) return true;
  const text = program.project.files.read(file)?.text ?? "";
  return starts.test(text) || namedInManifest(program, file);
}

/** Whether a script that the manifest declares starts in this file. */
export function namedInManifest(program: Program, file: string): boolean {
  const { manifest } = program.project.server;
  const text = manifest ? program.project.files.read(manifest)?.text : undefined;
  const stem =
    basename(file, ".py") === "__init__" ? basename(dirname(file)) : basename(file, ".py");
  // A file may have any name, brackets among it.
  const literal = stem.replaceAll(/\W/g, "\\$&");
  return text !== undefined && new RegExp(`=\\s*["'][\\w.]*\\b${literal}:`).test(text);
}
