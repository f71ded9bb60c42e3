/** Which files run in the same process as the tools: a build script beside them does not. */

import { ts } from "ts-morph";
import type { Project } from "../parse.js";
import { walk } from "../syntax.js";
import { isModuleCall } from "./module-names.js";

/**
 * The files that a file with tools imports, those that import one, and all that these import in turn.
 * Every file, where one of these imports what is only known at run time.
 */
export function filesWithTools(
  files: readonly string[],
  toolFiles: readonly string[],
  project: Project,
): ReadonlySet<string> {
  const imports = new Map(files.map((path) => [path, importsOf(path, project)]));
  const importers = new Map<string, string[]>();
  for (const [path, each] of imports) {
    for (const target of each.files)
      importers.set(target, [...(importers.get(target) ?? []), path]);
  }
  const above = closure(toolFiles, (path) => importers.get(path) ?? []);
  const reached = closure([...above], (path) => imports.get(path)?.files ?? []);
  const isOpen = [...reached].some((path) => imports.get(path)?.isOpen);
  return isOpen ? new Set(files) : reached;
}

function closure(start: readonly string[], next: (path: string) => readonly string[]): Set<string> {
  const found = new Set(start);
  // A set goes on to what is added to it meanwhile.
  for (const path of found) for (const each of next(path)) found.add(each);
  return found;
}

interface Imports {
  readonly files: readonly string[];
  readonly isOpen: boolean;
}

/** What a file has somewhere if it may import what is not written down; comments are told apart later. */
const computed = /\b(import|require)\s*\(\s*[^\s"')]/;

function importsOf(path: string, project: Project): Imports {
  const text = project.files.read(path)?.text ?? "";
  const { importedFiles } = ts.preProcessFile(text, true, true);
  const files = importedFiles.flatMap(
    ({ fileName }) => project.resolveImport(path, fileName) ?? [],
  );
  return { files, isOpen: computed.test(text) && importsComputed(project.source(path)) };
}

function importsComputed(source: ts.SourceFile | undefined): boolean {
  let found = false;
  if (source) {
    walk(source, (node) => {
      found ||= ts.isCallExpression(node) && isModuleCall(node) && !isWritten(node.arguments[0]);
      return !found;
    });
  }
  return found;
}

function isWritten(specifier: ts.Expression | undefined): boolean {
  return specifier === undefined || ts.isStringLiteralLike(specifier);
}
