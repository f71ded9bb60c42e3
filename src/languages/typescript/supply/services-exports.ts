/** Whether the services folder that is there exports what a server's files take from it. */

import { join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server, ToolSite } from "../../../types.js";
import { asUnsupported } from "../../unsupported.js";
import { importsOf } from "../imports/existing.js";
import type { Change, Refusal } from "../migrate/service-names.js";
import { layoutOf } from "../project/layout.js";
import { servicesName } from "../project/server-files.js";
import type { Project } from "../source/parse.js";
import { isOfEarlierEdition } from "./services-index.js";
import { indexNames } from "./services-modules.js";

/** Which of these names the index of the services folder lacks; none where there is no folder yet. */
export type Lacking = (names: readonly string[]) => readonly string[];

/**
 * Reads the index of the server's services folder, once and only when there are names to look for. What
 * this edition's index can gain is not lacking.
 */
export function lackingExports(server: Server, files: FileStore): Lacking {
  let index: string | undefined;
  return (names) => {
    const { services } = layoutOf(server, files);
    index ??= indexText(services, files);
    const lacking = index === "" ? [] : names.filter((name) => !hasWord(index ?? "", name));
    if (lacking.length === 0 || isOfEarlierEdition(services, files)) return lacking;
    const offered = new Set([...indexNames().values()].flat());
    return lacking.filter((name) => !offered.has(name));
  };
}

/** The text of the index, comments left out; empty where there is none. */
function indexText(folder: string, files: FileStore): string {
  const path = ["index.ts", "index.js"]
    .map((name) => join(folder, name))
    .find((each) => files.isFile(each));
  const text = (path && files.read(path)?.text) ?? "";
  // What is exported as a whole may be anything.
  return /\bexport\s*\*/.test(text) ? "" : text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
}

/** ES modules and the compiler's CommonJS name each export; no name of the services has a `$`. */
function hasWord(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text);
}

/**
 * The tool as it is: unsupported where its file imports, or its fix would import, a name that the
 * services folder does not export, so that the server would not compile.
 */
export function checkedImports(tool: ToolSite, project: Project, lacking: Lacking): ToolSite {
  if (tool.state === "unsupported" || tool.state === "ignored") return tool;
  const names = [...(tool.fix ? namesOf(tool.fix) : []), ...importedBy(tool, project)];
  const missing = [...new Set(lacking(names))];
  if (missing.length === 0) return tool;
  return asUnsupported(tool, reasonFor(missing));
}

/** A change as it is, unless it would import a name that the services folder does not export. */
export function unlessLacking(fix: Change, lacking: Lacking): Change | Refusal {
  const missing = lacking(namesOf(fix));
  return missing.length === 0 ? fix : { reason: reasonFor([...new Set(missing)]) };
}

function namesOf({ imports }: Pick<Change, "imports">): string[] {
  return imports.filter(({ module }) => module === "").flatMap(({ names }) => names);
}

function reasonFor(missing: readonly string[]): string {
  return `it takes ${missing.join(", ")} from the ${servicesName} folder, whose index exports no such name; remove the folder and run retrofit again, which copies it anew`;
}

function importedBy({ place, registration }: ToolSite, project: Project): string[] {
  const paths = new Set([place.file, ...(registration ? [registration.file] : [])]);
  return [...paths].flatMap((path) => {
    const source = project.source(path);
    return source ? importsOf(source, "").flatMap(({ names }) => names) : [];
  });
}
