/** Which files take part in serving a tool, and which are scripts beside the server. */

import { basename, dirname, join } from "node:path";
import { asNote } from "../../../rules/finding.js";
import type { Finding } from "../../../types.js";
import type { Program } from "../evaluate/program.js";
import type { FoundTool } from "../forms/found-tool.js";
import { serverNames } from "../forms/library-queries.js";
import { importersOf, importsOf } from "../source/importers.js";
import { namedInManifest } from "./never-imported.js";

/** The files of which something loads in the same process as the tools. */
export interface Near {
  /** What a tool's file imports, directly or not, and what the programs import that start the server. */
  readonly served: ReadonlySet<string>;
  /** Those, and what other files import that import the server, such as a script that tries it. */
  readonly all: ReadonlySet<string>;
}

export function nearTools(program: Program, tools: readonly FoundTool[]): Near {
  const own = tools.flatMap(({ file, place, registration }) => [
    file,
    place.file,
    ...(registration ? [registration.file] : []),
  ]);
  const above = closure(own, (file) => importersOf(program, file));
  const starts = [...above].filter((file) => isEntry(program, file));
  return {
    served: closure([...own, ...starts], (file) => loadedBy(program, file)),
    all: closure(above, (file) => loadedBy(program, file)),
  };
}

/**
 * The findings that concern the tools: those in files that are served. In the others that are near it cannot be
 * told: a note, and nothing is inserted. Elsewhere no tool comes by.
 */
export function servedFindings(near: () => Near, findings: readonly Finding[]): Finding[] {
  return findings.flatMap((finding) => {
    const { file } = finding.place;
    if (near().served.has(file)) return [finding];
    return near().all.has(file) ? [asNote(finding, "no tool is seen to come here")] : [];
  });
}

function closure(
  from: Iterable<string>,
  next: (file: string) => Iterable<string>,
): ReadonlySet<string> {
  const found = new Set(from);
  // What is added on the way is gone over as well.
  for (const file of found) for (const other of next(file)) found.add(other);
  return found;
}

/** What importing a file loads: its imports, the packages it is in, and all below it where it imports by name at run time. */
function loadedBy(program: Program, file: string): readonly string[] {
  const folders = [];
  for (let at = dirname(file); at.length > program.project.server.root.length; at = dirname(at)) {
    folders.push(at);
  }
  const packages = folders.map((folder) => join(folder, "__init__.py"));
  const own = packages.filter((path) => program.sources.includes(path));
  const below = importsByName(program, file)
    ? program.sources.filter((other) => other.startsWith(`${dirname(file)}/`))
    : [];
  return [...importsOf(program, file), ...own, ...below];
}

function importsByName(program: Program, file: string): boolean {
  return ["import_module(", "__import__(", "iter_modules("].some((call) =>
    program.buffer(file)?.includes(call),
  );
}

const constructs = new RegExp(`\\b(?:${serverNames})\\s*\\(`);

/** What starts the server: by its name, by the manifest, or as it makes the server. */
function isEntry(program: Program, file: string): boolean {
  if (/^(__main__|main|server|app|cli)\.py$/.test(basename(file))) return true;
  const text = program.project.files.read(file)?.text ?? "";
  return constructs.test(text) || namedInManifest(program, file);
}
