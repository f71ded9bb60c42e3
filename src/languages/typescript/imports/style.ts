/** How a file writes its imports: quotes, semicolons, endings of relative paths, module system. */

import { dirname, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { Server } from "../../../types.js";
import { engineOf } from "../project/engine.js";
import { compilerOf, type Layout, layoutOf } from "../project/layout.js";
import { productionFiles } from "../project/server-files.js";
import { ts } from "../source/compiler.js";
import { hasModifier } from "../source/nodes.js";
import type { Project } from "../source/parse.js";

export interface ImportStyle {
  readonly quote: '"' | "'";
  readonly semicolon: ";" | "";
  readonly commonJs: boolean;
  readonly lineBreak: string;
  /** What stands inside the braces: a space or nothing. */
  readonly padding: " " | "";
}

/** The ending of relative imports. `"/index"`: no ending, and folders named with their index. */
export type Suffix = ".js" | ".ts" | "/index" | "";

/** The style of one file, read off its own imports. */
export function styleOf(source: ts.SourceFile, layout: Layout): ImportStyle {
  const imports = source.statements.filter(isImporting);
  const texts = imports.map((statement) => statement.getText(source));
  const double = count(texts, /"[^"]*"\)?;?$/);
  const single = count(texts, /'[^']*'\)?;?$/);
  const bare = texts.filter((text) => !text.endsWith(";")).length;
  const tight = count(texts, /\{\S([^{}]*\S)?\}/);
  return {
    quote: single > double || (single === double && isSingleQuoted(source.text)) ? "'" : '"',
    semicolon: bare * 2 > texts.length ? "" : ";",
    commonJs: isCommonJs(source, layout),
    lineBreak: source.text.includes("\r\n") ? "\r\n" : "\n",
    padding: tight * 2 > texts.length ? "" : " ",
  };
}

function count(texts: readonly string[], pattern: RegExp): number {
  return texts.filter((text) => pattern.test(text)).length;
}

function isSingleQuoted(text: string): boolean {
  return (text.match(/'/g)?.length ?? 0) > (text.match(/"/g)?.length ?? 0);
}

/** An import, or a variable that takes its value from `require`. */
export function isImporting(statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    isRequire(statement)
  );
}

/** `const … = require("…")`, with or without a member taken from it; `require("…")` alone. */
export function isRequire(statement: ts.Statement): boolean {
  const values = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.map((each) => each.initializer)
    : ts.isExpressionStatement(statement)
      ? [statement.expression]
      : [];
  return values.length > 0 && values.every((value) => value && /^require\(/.test(value.getText()));
}

function isCommonJs(source: ts.SourceFile, layout: Layout): boolean {
  if (/\.cjs$/.test(source.fileName)) return true;
  if (/\.(mjs|[cm]?tsx?)$/.test(source.fileName)) {
    return !source.statements.some(isModuleSyntax) && source.statements.some(isRequire);
  }
  if (source.statements.some(isModuleSyntax)) return false;
  return source.statements.some(isRequire) || layout.module === "cjs";
}

function isModuleSyntax(statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isExportAssignment(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    hasModifier(statement, ts.SyntaxKind.ExportKeyword)
  );
}

/** How a file ends its relative imports; where it has none, how the server's other files do. */
export function suffixOf(source: ts.SourceFile, project: Project): Suffix {
  const own = vote([[source.fileName, source.text]], project.files);
  return own ?? serverSuffix(project.server, project.files);
}

/** How the server's files end their relative imports; where none has any, what its settings ask for. */
export function serverSuffix(server: Server, files: FileStore): Suffix {
  const texts = productionFiles(server).map(
    (path) => [path, files.read(path)?.text ?? ""] as const,
  );
  return vote(texts, files) ?? defaultSuffix(server, files);
}

const relativeImport =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(["'])(\.{1,2}(?:\/[^"'\n]*)?)\1/g;

function vote(
  texts: readonly (readonly [path: string, text: string])[],
  files: FileStore,
): Suffix | undefined {
  const imports = texts.flatMap(([path, text]) =>
    [...text.matchAll(relativeImport)].map(([, , specifier = ""]) => ({
      suffix: suffixIn(specifier),
      target: join(dirname(path), specifier),
    })),
  );
  const votesFor = (asked: Suffix): number =>
    imports.filter(({ suffix }) => suffix === asked).length;
  const folders = imports.filter(
    ({ suffix, target }) => suffix === "" && isFolder(target, files),
  ).length;
  const [best] = [
    { suffix: ".js", votes: votesFor(".js") },
    { suffix: ".ts", votes: votesFor(".ts") },
    {
      suffix: votesFor("/index") > folders ? "/index" : "",
      votes: votesFor("") + votesFor("/index"),
    },
  ].sort((a, b) => b.votes - a.votes);
  return best && best.votes > 0 ? (best.suffix as Suffix) : undefined;
}

/** Whether an import without an ending means the index of a folder. */
function isFolder(path: string, files: FileStore): boolean {
  return ["index.ts", "index.tsx", "index.js"].some((name) => files.isFile(join(path, name)));
}

function suffixIn(specifier: string): Suffix | undefined {
  const ending = /\.(\w+)$/.exec(specifier)?.[1];
  if (ending && /^[cm]?jsx?$/.test(ending)) return ".js";
  if (ending && /^[cm]?tsx?$/.test(ending)) return ".ts";
  if (ending && /^(json|css|svg|html|md|txt|wasm|node)$/.test(ending)) return undefined;
  return specifier.endsWith("/index") ? "/index" : "";
}

function defaultSuffix(server: Server, files: FileStore): Suffix {
  const layout = layoutOf(server, files);
  if (layout.language === "javascript") return layout.module === "esm" ? ".js" : "";
  // Both load only what an import names with its ending.
  if (/^(?:node|deno)$/.test(engineOf(server, files) ?? "")) return ".ts";
  const options = compilerOf(server, files);
  const resolution = options?.moduleResolution ?? options?.module ?? "";
  return layout.packageIsModule || /^node(16|18|20|next)$/.test(resolution) ? ".js" : "";
}
