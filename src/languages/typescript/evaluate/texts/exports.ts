/** What one file exports under a name, in ES or CommonJS form. */

import { ts } from "../../source/compiler.js";
import { hasModifier } from "../../source/nodes.js";
import type { Project } from "../../source/parse.js";
import { lookup } from "../../source/scope.js";

/** Either a node of this file (a declaration or an expression), or an export of another module. */
export type Export =
  | { readonly kind: "value"; readonly node: ts.Node }
  | { readonly kind: "module"; readonly specifier: string; readonly name: string };

/** The export of that name; undefined where there is none, or only `export *` could have it. */
export function findExport(source: ts.SourceFile, name: string): Export | undefined {
  for (const statement of source.statements) {
    const found = inStatement(statement, name);
    if (found) return found;
  }
  return undefined;
}

/** The modules of `export * from "…"`. */
export function starExports(source: ts.SourceFile): string[] {
  return source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.exportClause) return [];
    const specifier = statement.moduleSpecifier;
    return specifier && ts.isStringLiteral(specifier) ? [specifier.text] : [];
  });
}

function inStatement(statement: ts.Statement, name: string): Export | undefined {
  if (ts.isExportDeclaration(statement)) return inExportList(statement, name);
  if (ts.isExportAssignment(statement)) {
    return name === "default" ? { kind: "value", node: statement.expression } : undefined;
  }
  if (ts.isExpressionStatement(statement)) return inAssignment(statement.expression, name);
  return isExported(statement) ? inDeclaration(statement, name) : undefined;
}

function inExportList(statement: ts.ExportDeclaration, name: string): Export | undefined {
  const specifier = statement.moduleSpecifier;
  const from = specifier && ts.isStringLiteral(specifier) ? specifier.text : undefined;
  const clause = statement.exportClause;
  if (!clause) return undefined;
  if (ts.isNamespaceExport(clause)) {
    return clause.name.text === name && from
      ? { kind: "module", specifier: from, name: "*" }
      : undefined;
  }
  const element = clause.elements.find((each) => each.name.text === name);
  if (!element) return undefined;
  const inner = (element.propertyName ?? element.name).text;
  if (from) return { kind: "module", specifier: from, name: inner };
  const node = lookup(statement.parent, inner, "value");
  return node && exportOf(node);
}

/** A name imported only to be exported again is an export of the other module. */
function exportOf(node: ts.Node): Export {
  const statement = ts.findAncestor(node, ts.isImportDeclaration);
  if (!statement || !ts.isStringLiteral(statement.moduleSpecifier)) return { kind: "value", node };
  const specifier = statement.moduleSpecifier.text;
  if (ts.isImportSpecifier(node)) {
    return { kind: "module", specifier, name: (node.propertyName ?? node.name).text };
  }
  return { kind: "module", specifier, name: ts.isNamespaceImport(node) ? "*" : "default" };
}

/** `exports.X = …`, `module.exports.X = …`, `module.exports = { X }`. */
function inAssignment(expression: ts.Expression, name: string): Export | undefined {
  if (!ts.isBinaryExpression(expression)) return undefined;
  const { left, right } = expression;
  if (/^(module\.)?exports$/.test(left.getText()) && ts.isObjectLiteralExpression(right)) {
    const property = right.properties.find((each) => each.name?.getText() === name);
    if (!property) return undefined;
    const node = ts.isPropertyAssignment(property) ? property.initializer : property.name;
    return node && { kind: "value", node };
  }
  const isMember = ts.isPropertyAccessExpression(left) && left.name.text === name;
  return isMember && /^(module\.)?exports\.\w+$/.test(left.getText())
    ? { kind: "value", node: right }
    : undefined;
}

function inDeclaration(statement: ts.Statement, name: string): Export | undefined {
  if (ts.isVariableStatement(statement)) {
    const node = lookup(statement.parent, name, "value");
    const isHere = node && ts.findAncestor(node, ts.isVariableStatement) === statement;
    return isHere ? { kind: "value", node } : undefined;
  }
  if (!ts.isClassDeclaration(statement) && !ts.isFunctionDeclaration(statement)) return undefined;
  const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
  const own = isDefault ? "default" : statement.name?.text;
  return own === name ? { kind: "value", node: statement } : undefined;
}

function isExported(statement: ts.Statement): boolean {
  return hasModifier(statement, ts.SyntaxKind.ExportKeyword);
}

/** What an import by name means in the file of the server that exports it; re-exports are followed. */
export function importedNode(
  declaration: ts.Node,
  project: Project,
  depth = 0,
): ts.Node | undefined {
  const statement = ts.findAncestor(declaration, ts.isImportDeclaration);
  if (!statement || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  const name = ts.isImportSpecifier(declaration)
    ? (declaration.propertyName ?? declaration.name).text
    : "default";
  const { text } = statement.moduleSpecifier;
  return exportedNode(text, name, declaration.getSourceFile().fileName, project, depth);
}

function exportedNode(
  specifier: string,
  name: string,
  from: string,
  project: Project,
  depth: number,
): ts.Node | undefined {
  const path = project.resolveImport(from, specifier);
  const source = path !== undefined && depth < 8 ? project.source(path) : undefined;
  if (!source) return undefined;
  const found = findExport(source, name);
  if (found?.kind === "value") return found.node;
  const further = found ? [found] : starExports(source).map((each) => ({ specifier: each, name }));
  for (const next of further) {
    const node = exportedNode(next.specifier, next.name, source.fileName, project, depth + 1);
    if (node) return node;
  }
  return undefined;
}
