/** The imports that a file has of the services folder already. */

import { servicesName } from "../project/server-files.js";
import { ts } from "../source/compiler.js";
import { isRequire } from "./style.js";

export interface Existing {
  readonly specifier: string;
  readonly names: readonly string[];
  /** The names in braces, if there are any to insert a further one after. */
  readonly braces: ts.NamedImports | ts.ObjectBindingPattern | undefined;
}

/** The imports of values that a file has of a module of the services folder. */
export function importsOf(source: ts.SourceFile, module: string): Existing[] {
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
  const names = values.map(({ name }) => name.text);
  return [{ specifier: moduleSpecifier.text, names, braces: usable(named) }];
}

function ofRequire(statement: ts.VariableStatement, module: string): Existing[] {
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    const specifier = /^require\(\s*["']([^"']+)["']\s*\)$/.exec(initializer?.getText() ?? "")?.[1];
    if (!specifier || !isModule(specifier, module) || !ts.isObjectBindingPattern(name)) return [];
    const names = name.elements.flatMap((each) =>
      ts.isIdentifier(each.name) && !each.propertyName ? [each.name.text] : [],
    );
    return [{ specifier, names, braces: usable(name) }];
  });
}

function usable<T extends ts.NamedImports | ts.ObjectBindingPattern>(braces: T): T | undefined {
  return braces.elements.length > 0 ? braces : undefined;
}

function isModule(specifier: string, module: string): boolean {
  const path = specifier.replace(/\.[cm]?[jt]s$/, "").replace(/\/index$/, "");
  return path.endsWith(module === "" ? `/${servicesName}` : `/${servicesName}/${module}`);
}
