/** A server's sources as syntax trees, parsed once and only when asked for. No type checker. */

import type { FileStore } from "../../../disk/files.js";
import type { Place, Problem, Server } from "../../../types.js";
import { createPragmas, type Pragmas } from "../../pragma.js";
import { dependentsOf } from "../project/dependents.js";
import { createResolver } from "../project/resolve.js";
import { productionFiles } from "../project/server-files.js";
import { ts } from "./compiler.js";
import { comments } from "./pragma.js";

export interface Project {
  readonly server: Server;
  readonly files: FileStore;
  /** The syntax tree, or undefined where there is no such file or it does not parse (see `problems`). */
  source(path: string): ts.SourceFile | undefined;
  /** Files found unreadable so far: those that `source` was asked for, and binary ones. */
  readonly problems: readonly Problem[];
  /** The comments `retrofit-ignore` of its sources. */
  readonly pragmas: Pragmas;
  /** The source file that an import leads to, within the workspace; undefined for installed packages. */
  resolveImport(fromFile: string, specifier: string): string | undefined;
  /** The production files (see `productionFiles`) whose text matches; nothing is parsed. */
  filesWith(pattern: RegExp): string[];
  /** The trees of the production files that match. */
  sourcesWith(pattern: RegExp): ts.SourceFile[];
  /** The production files that match, of the packages of its workspace that use the server's. */
  usersWith(pattern: RegExp): string[];
}

/** Trees of earlier scans (the gates plan again), kept only as long as memory allows. */
const parsed = new Map<string, WeakRef<ts.SourceFile>>();

/** Opens a server's sources. Reads lazily, through `files` alone. */
export function openProject(server: Server, files: FileStore): Project {
  const problems = new Map<string, Problem>();
  const sources = new Map<string, ts.SourceFile | undefined>();
  const source = (path: string): ts.SourceFile | undefined => {
    if (sources.has(path)) return sources.get(path);
    const text = files.read(path)?.text;
    const tree = text === undefined ? undefined : parse(path, text);
    const problem = tree && syntaxProblemOf(tree);
    if (problem) problems.set(path, problem);
    const usable = problem ? undefined : tree;
    sources.set(path, usable);
    return usable;
  };
  const matching = (paths: readonly string[], pattern: RegExp): string[] =>
    paths.filter((path) => {
      const source = files.read(path);
      if (source) return pattern.test(source.text);
      if (files.bytes(path)) {
        problems.set(path, { file: path, message: "is not text, although its name says source" });
      }
      return false;
    });
  let own: readonly string[] | undefined;
  const filesWith = (pattern: RegExp): string[] => {
    own ??= productionFiles(server);
    return matching(own, pattern);
  };
  let users: readonly string[] | undefined;
  const usersWith = (pattern: RegExp): string[] => {
    users ??= dependentsOf(server, files).flatMap(productionFiles);
    return matching(users, pattern);
  };
  return {
    server,
    files,
    source,
    get problems() {
      return [...problems.values()];
    },
    pragmas: createPragmas(comments),
    resolveImport: createResolver(server, files),
    filesWith,
    sourcesWith: (pattern) => filesWith(pattern).flatMap((path) => source(path) ?? []),
    usersWith,
  };
}

/** Parses one file's text, or takes the tree of the same text parsed before. */
export function parse(path: string, text: string): ts.SourceFile {
  const known = parsed.get(path)?.deref();
  if (known?.text === text) return known;
  const options: ts.CreateSourceFileOptions = {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  const tree = ts.createSourceFile(path, text, options, true, scriptKind(path));
  parsed.set(path, new WeakRef(tree));
  return tree;
}

/** The first syntax error of a tree, if it has one. */
export function syntaxProblemOf(tree: ts.SourceFile): Problem | undefined {
  const { parseDiagnostics } = tree as ts.SourceFile & {
    parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  };
  return problemOf(parseDiagnostics[0]);
}

/** What the parser says about a place in a file, as a problem of that file. */
export function problemOf(said: ts.DiagnosticWithLocation | undefined): Problem | undefined {
  if (!said) return undefined;
  const { line } = said.file.getLineAndCharacterOfPosition(said.start);
  const message = ts.flattenDiagnosticMessageText(said.messageText, " ");
  return { file: said.file.fileName, line: line + 1, message: `does not parse: ${message}` };
}

/** Where a node begins, its comments left aside. */
export function placeOf(node: ts.Node): Place {
  const tree = node.getSourceFile();
  const { line, character } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
  return { file: tree.fileName, line: line + 1, column: character + 1 };
}

function scriptKind(path: string): ts.ScriptKind {
  if (path.endsWith(".tsx")) return ts.ScriptKind.TSX;
  if (/\.[mc]?ts$/.test(path)) return ts.ScriptKind.TS;
  return path.endsWith(".jsx") ? ts.ScriptKind.JSX : ts.ScriptKind.JS;
}
