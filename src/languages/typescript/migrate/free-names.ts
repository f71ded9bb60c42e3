/** Whether a name that a fix needs is free where the fix uses it. */

import { servicesName } from "../project/server-files.js";
import { ts } from "../source/compiler.js";
import { lookup } from "../source/scope.js";

/**
 * The declaration that a name of the services folder would clash with: one that the name means at
 * `at` already, or one at the top of the file, where the import goes. Undefined where the name is
 * free or is the import itself.
 */
export function bindingClash(
  source: ts.SourceFile,
  name: string,
  at: ts.Node,
): ts.Node | undefined {
  const found = lookup(at, name, "value") ?? lookup(source, name, "value");
  return found && !isOurs(found) ? found : undefined;
}

function isOurs(declaration: ts.Node): boolean {
  const statement = ts.findAncestor(declaration, isTopLevel);
  if (!statement) return false;
  const specifier = ts.isImportDeclaration(statement)
    ? statement.moduleSpecifier.getText()
    : ts.isVariableStatement(statement)
      ? /\brequire\(([^)]*)\)/.exec(statement.getText())?.[1]
      : undefined;
  return specifier?.includes(servicesName) ?? false;
}

function isTopLevel(node: ts.Node): boolean {
  return node.parent !== undefined && ts.isSourceFile(node.parent);
}
