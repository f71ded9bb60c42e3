/** Imports of the services folder, in the style of the file that needs them. */

import { dirname, relative, sep } from "node:path";
import { ts } from "ts-morph";
import type { FileStore } from "../../files.js";
import type { Edit, ImportNeed, Server } from "../../types.js";
import {
  type ImportStyle,
  isImporting,
  isRequire,
  type Suffix,
  styleOf,
  suffixOf,
} from "./import-style.js";
import { layoutOf } from "./layout.js";
import { openProject } from "./parse.js";
import { servicesName } from "./server-files.js";

/**
 * The insertions that make the names of `needs` available: into an import of the same module, where
 * the file has one, else as an import of its own. Nothing for names that are imported already.
 */
export function importEdits(
  server: Server,
  files: FileStore,
  needs: readonly ImportNeed[],
): Edit[] {
  const project = openProject(server, files);
  const layout = layoutOf(server, files);
  return grouped(needs).flatMap(({ file, module, names }) => {
    const source = project.source(file);
    if (!source) return [];
    const existing = importsOf(source, module);
    const missing = names.filter((name) => !existing.some((each) => each.names.includes(name)));
    if (missing.length === 0) return [];
    const target = existing.find((each) => each.braces)?.braces;
    if (target) return [intoBraces(source, target, missing)];
    const style = styleOf(source, layout);
    const specifier = specifierOf(file, layout.services, module, suffixOf(source, project));
    return [newImport(source, style, missing, specifier, module)];
  });
}

/** The needs of each (file, module) as one, names sorted and each once. */
function grouped(needs: readonly ImportNeed[]): ImportNeed[] {
  const groups = new Map<string, ImportNeed>();
  for (const { file, module, names } of needs) {
    const key = `${file}\0${module}`;
    const all = new Set([...(groups.get(key)?.names ?? []), ...names]);
    groups.set(key, { file, module, names: [...all].sort() });
  }
  return [...groups.values()];
}

/** The specifier of a module of the services folder, "" for its index, as seen from a file. */
export function specifierOf(
  file: string,
  services: string,
  module: string,
  suffix: Suffix,
): string {
  const path = relative(dirname(file), services).split(sep).join("/");
  const folder = path.startsWith(".") ? path : `./${path}`;
  if (module === "")
    return suffix.startsWith(".") ? `${folder}/index${suffix}` : `${folder}${suffix}`;
  return `${folder}/${module}${suffix.startsWith(".") ? suffix : ""}`;
}

interface Existing {
  readonly names: readonly string[];
  /** The names in braces, if there are any to insert a further one after. */
  readonly braces: ts.NamedImports | ts.ObjectBindingPattern | undefined;
}

/** The imports of values that a file has of a module of the services folder. */
function importsOf(source: ts.SourceFile, module: string): Existing[] {
  return source.statements.flatMap((statement): Existing[] => {
    if (ts.isImportDeclaration(statement)) return ofImport(statement, module);
    return ts.isVariableStatement(statement) && isRequire(statement)
      ? ofRequire(statement, module)
      : [];
  });
}

function ofImport(
  { importClause, moduleSpecifier }: ts.ImportDeclaration,
  module: string,
): Existing[] {
  if (!ts.isStringLiteral(moduleSpecifier) || !isModule(moduleSpecifier.text, module)) return [];
  const named = importClause?.namedBindings;
  if (!named || importClause.isTypeOnly || !ts.isNamedImports(named)) return [];
  const values = named.elements.filter((element) => !element.isTypeOnly && !element.propertyName);
  return [{ names: values.map(({ name }) => name.text), braces: usable(named) }];
}

function ofRequire(statement: ts.VariableStatement, module: string): Existing[] {
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    const specifier = /^require\(\s*["']([^"']+)["']\s*\)$/.exec(initializer?.getText() ?? "")?.[1];
    if (!specifier || !isModule(specifier, module) || !ts.isObjectBindingPattern(name)) return [];
    const names = name.elements.flatMap((each) =>
      ts.isIdentifier(each.name) && !each.propertyName ? [each.name.text] : [],
    );
    return [{ names, braces: usable(name) }];
  });
}

function usable<T extends ts.NamedImports | ts.ObjectBindingPattern>(braces: T): T | undefined {
  return braces.elements.length > 0 ? braces : undefined;
}

function isModule(specifier: string, module: string): boolean {
  const path = specifier.replace(/\.[cm]?[jt]s$/, "").replace(/\/index$/, "");
  return path.endsWith(module === "" ? `/${servicesName}` : `/${servicesName}/${module}`);
}

function intoBraces(
  source: ts.SourceFile,
  braces: ts.NamedImports | ts.ObjectBindingPattern,
  names: readonly string[],
): Edit {
  const last = braces.elements.at(-1);
  if (!last) throw new Error("an import without names cannot take another");
  const lineBreak = /\r?\n[ \t]*$/.exec(source.text.slice(0, last.getStart(source)))?.[0] ?? " ";
  const text = names.map((name) => `,${lineBreak}${name}`).join("");
  return { file: source.fileName, offset: last.getEnd(), text };
}

function newImport(
  source: ts.SourceFile,
  style: ImportStyle,
  names: readonly string[],
  specifier: string,
  module: string,
): Edit {
  const { quote, semicolon, padding, lineBreak, commonJs } = style;
  const braces = `{${padding}${names.join(", ")}${padding}}`;
  const from = `${quote}${specifier}${quote}`;
  const statement = commonJs
    ? `const ${braces} = require(${from})${semicolon}`
    : `import ${braces} from ${from}${semicolon}`;
  const { offset, before, after } = importPlace(source, commonJs, lineBreak);
  // The services' index comes first, then its other modules.
  const rank = module === "" ? 0 : 1;
  return { file: source.fileName, offset, text: `${before}${statement}${after}`, rank };
}

interface ImportPlace {
  readonly offset: number;
  readonly before: string;
  readonly after: string;
}

/** After the last import; without any, before the first code, below what belongs to the file as a whole. */
function importPlace(source: ts.SourceFile, commonJs: boolean, lineBreak: string): ImportPlace {
  const last = commonJs
    ? leading(source).findLast(isImporting)
    : source.statements.findLast(isImporting);
  const anchor = last ?? leading(source).findLast(isDirective);
  if (anchor) {
    const offset = ts.getTrailingCommentRanges(source.text, anchor.end)?.at(-1)?.end ?? anchor.end;
    return { offset, before: lineBreak, after: "" };
  }
  const offset = afterHeader(source);
  const rest = source.text.slice(offset);
  const blank = rest === "" || /^\r?\n/.test(rest) ? "" : lineBreak;
  return { offset, before: "", after: lineBreak + blank };
}

/** Directives and imports, up to the first statement that is neither. */
function leading(source: ts.SourceFile): readonly ts.Statement[] {
  const end = source.statements.findIndex((each) => !isImporting(each) && !isDirective(each));
  return end < 0 ? source.statements : source.statements.slice(0, end);
}

/** `"use strict"` and the like. */
function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

/** Where the first line of code may stand: below a BOM, a shebang and comments about the whole file. */
function afterHeader({ text }: ts.SourceFile): number {
  let offset = text.startsWith("\uFEFF") ? 1 : 0;
  const shebang = /^#!.*(\r?\n|$)/.exec(text.slice(offset));
  if (shebang) offset += shebang[0].length;
  for (const { pos, end } of ts.getLeadingCommentRanges(text, 0) ?? []) {
    const lines = /^[ \t]*(\r?\n)?([ \t]*\r?\n)*/.exec(text.slice(end))?.[0] ?? "";
    const isDetached = (lines.match(/\n/g)?.length ?? 0) > 1 || end + lines.length === text.length;
    if (isDetached || aboutFile.test(text.slice(pos, end))) offset = end + lines.length;
  }
  return offset;
}

const aboutFile = /@ts-|eslint|biome-|prettier|copyright|licen[cs]e|SPDX|@jest|@vitest|@jsx|@file/i;
