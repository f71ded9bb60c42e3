/** Which files run in the same process as the tools: a build script beside them does not. */

import { ts } from "../source/compiler.js";
import { walk } from "../source/nodes.js";
import type { Project } from "../source/parse.js";
import { dependentsOf } from "./dependents.js";
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
  const { reached, isOpen } = reach(files, toolFiles, project);
  return isOpen ? new Set(files) : reached;
}

/**
 * The same, for what is better edited once too often: with files that one of these only names in a text,
 * and every file, too, where the module that starts the tools can't be told, or other packages import
 * this one's.
 */
export function filesOfProgram(
  files: readonly string[],
  toolFiles: readonly string[],
  project: Project,
): ReadonlySet<string> {
  const { reached, tops, isOpen } = reach(files, toolFiles, project);
  const isKnown = tops.some((path) => starts(project.source(path)));
  const isShared = dependentsOf(project.server, project.files).length > 0;
  if (isOpen || isShared || !isKnown) return new Set(files);
  const imports = importsWithin(files, project);
  const byStem = filesByStem(files);
  return closure([...reached], (path) => [
    ...(imports.get(path)?.files ?? []),
    ...namedIn(project.files.read(path)?.text ?? "", byStem),
  ]);
}

interface Reach {
  readonly reached: ReadonlySet<string>;
  /** The files that lead to tools and that no other file imports. */
  readonly tops: readonly string[];
  readonly isOpen: boolean;
}

function reach(files: readonly string[], toolFiles: readonly string[], project: Project): Reach {
  const imports = importsWithin(files, project);
  const importers = new Map<string, string[]>();
  for (const [path, each] of imports) {
    for (const target of each.files)
      importers.set(target, [...(importers.get(target) ?? []), path]);
  }
  const above = closure(toolFiles, (path) => importers.get(path) ?? []);
  const reached = closure([...above], (path) => imports.get(path)?.files ?? []);
  const isOpen = [...reached].some((path) => imports.get(path)?.isOpen);
  return { reached, tops: [...above].filter((path) => !importers.has(path)), isOpen };
}

const graphs = new WeakMap<Project, ReadonlyMap<string, Imports>>();

function importsWithin(files: readonly string[], project: Project): ReadonlyMap<string, Imports> {
  const known = graphs.get(project);
  if (known) return known;
  const imports = new Map(files.map((path) => [path, importsOf(path, project)]));
  graphs.set(project, imports);
  return imports;
}

const offered =
  /\bexport\b[^;=(]*\b(?:handler|default|GET|POST)\b|\bexports\.(?:handler|default)\b|\bmodule\.exports\s*=/;

/** Whether a module does something when it is loaded, or has what a platform calls. */
function starts(source: ts.SourceFile | undefined): boolean {
  if (!source) return false;
  return offered.test(source.text) || source.statements.some(isCall);
}

function isCall(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return ts.isIfStatement(statement);
  return !ts.isStringLiteralLike(statement.expression);
}

/** The files whose names stand in a text between quotes: workers, modules behind an alias. */
function namedIn(text: string, byStem: ReadonlyMap<string, readonly string[]>): string[] {
  return [...text.matchAll(/["'`]([^"'`\n]{1,200})["'`]/g)].flatMap(
    ([, quoted = ""]) => byStem.get(stemOf(quoted)) ?? [],
  );
}

function filesByStem(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of files) {
    const known = found.get(stemOf(path));
    if (known) known.push(path);
    else found.set(stemOf(path), [path]);
  }
  return found;
}

/** `s3` of `./aws/s3.js`; the folder's name of an index. */
function stemOf(path: string): string {
  const parts = path.replace(/\.[cm]?[jt]sx?$/, "").split("/");
  const last = parts.pop() ?? "";
  return last === "index" ? (parts.pop() ?? last) : last;
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
export const computedImport = /\b(import|require)\s*\(\s*[^\s"')]/;
const globbed = /\bimport\.meta\.glob\b|\brequire\.context\b/;

function importsOf(path: string, project: Project): Imports {
  const text = project.files.read(path)?.text ?? "";
  const files = importsWrittenIn(path, project);
  const isOpen =
    globbed.test(text) || (computedImport.test(text) && importsComputed(project.source(path)));
  return { files, isOpen };
}

/** The files of the workspace that the imports of a file lead to, as far as they are written down. */
export function importsWrittenIn(path: string, project: Project): string[] {
  const text = project.files.read(path)?.text ?? "";
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles.flatMap(({ fileName }) => project.resolveImport(path, fileName) ?? []);
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
