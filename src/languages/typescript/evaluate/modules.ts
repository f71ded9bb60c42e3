/** Imports, ES and CommonJS: which module, which name, what it stands for. */

import { libraryOf } from "../forms/library-queries.js";
import { servicesName } from "../project/server-files.js";
import { ts } from "../source/compiler.js";
import { literalText } from "../source/nodes.js";
import type { Evaluator } from "./evaluator.js";
import { type Env, unknown, type Values } from "./value.js";

type ImportDeclared =
  | ts.ImportClause
  | ts.NamespaceImport
  | ts.ImportSpecifier
  | ts.ImportEqualsDeclaration;

/** The specifier and the name that an import declaration brings in; name "*" for the whole module. */
export function importedName(
  declared: ImportDeclared,
): { readonly specifier: string; readonly name: string } | undefined {
  if (ts.isImportEqualsDeclaration(declared)) {
    const { moduleReference } = declared;
    if (!ts.isExternalModuleReference(moduleReference)) return undefined;
    const specifier = literalText(moduleReference.expression);
    return specifier ? { specifier, name: "*" } : undefined;
  }
  const statement = ts.isImportClause(declared)
    ? declared.parent
    : ts.isNamespaceImport(declared)
      ? declared.parent.parent
      : declared.parent.parent.parent;
  const specifier = literalText(statement.moduleSpecifier);
  if (specifier === undefined) return undefined;
  if (ts.isImportClause(declared)) return { specifier, name: "default" };
  if (ts.isNamespaceImport(declared)) return { specifier, name: "*" };
  return { specifier, name: (declared.propertyName ?? declared.name).text };
}

/** The values of an imported name. */
export function imported(evaluator: Evaluator, declared: ImportDeclared, env: Env): Values {
  const what = importedName(declared);
  if (what) return fromModule(evaluator, declared, what.specifier, what.name, env);
  if (!ts.isImportEqualsDeclaration(declared)) return [];
  const { moduleReference } = declared;
  return ts.isExternalModuleReference(moduleReference)
    ? []
    : entity(evaluator, moduleReference, env);
}

/** `AWS.S3` of `import S3 = AWS.S3`. */
function entity(evaluator: Evaluator, name: ts.EntityName, env: Env): Values {
  if (ts.isIdentifier(name)) return evaluator.evaluate(name, env);
  return evaluator.member(entity(evaluator, name.left, env), name.right.text, name, env);
}

/** The value of `name` of a module; the module itself for "*". */
export function fromModule(
  evaluator: Evaluator,
  node: ts.Node,
  specifier: string,
  name: string,
  env: Env,
): Values {
  const services = isServices(specifier);
  const file =
    libraryOf(specifier) || services
      ? undefined
      : evaluator.project.resolveImport(node.getSourceFile().fileName, specifier);
  if (file) {
    return name === "*" ? [{ kind: "module", file, node }] : evaluator.exported(file, name, node);
  }
  const missing = specifier.startsWith(".") ? "is not there" : "is an installed package";
  const module = services ? servicesName : specifier;
  const external = { module, path: name === "*" ? [] : [name] };
  return [unknown(node, `${specifier} ${missing}`, env, { external })];
}

/** Whether a specifier leads into a copied services folder, which is never looked into. */
function isServices(specifier: string): boolean {
  return specifier.split("/").includes(servicesName);
}
