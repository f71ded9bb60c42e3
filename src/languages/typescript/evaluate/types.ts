/** What a type annotation says about a value: the class it is of, the library it comes from, its members. */

import { libraryOf } from "../forms/library-queries.js";
import { ts } from "../source/compiler.js";
import { hasModifier, literalText, nameOf } from "../source/nodes.js";
import { type Declared, lookup } from "../source/scope.js";
import type { Evaluator } from "./evaluator.js";
import { fromModule, importedName } from "./modules.js";
import { type Env, emptyEnv, type TypeWithMembers, unknown, type Values } from "./value.js";

/** Types that stand for their first argument. */
const transparent = new Set([
  "Promise",
  "Readonly",
  "Partial",
  "Required",
  "Awaited",
  "NonNullable",
]);

/** The values that a type allows, as far as they can be told. */
export function valueOfType(
  evaluator: Evaluator,
  type: ts.TypeNode,
  node: ts.Node,
  env: Env,
): Values {
  if (ts.isParenthesizedTypeNode(type)) return valueOfType(evaluator, type.type, node, env);
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) {
    return type.types
      .filter(tellsValues)
      .flatMap((each) => valueOfType(evaluator, each, node, env));
  }
  if (ts.isTypeLiteralNode(type)) {
    return [unknown(node, "only its type is known", env, { type })];
  }
  if (ts.isTypeReferenceNode(type)) return valueOfReference(evaluator, type, node, env);
  if (ts.isImportTypeNode(type) && type.isTypeOf && !type.qualifier) {
    const { argument } = type;
    const literal = ts.isLiteralTypeNode(argument) ? argument.literal : undefined;
    const specifier = literal && ts.isStringLiteral(literal) ? literal.text : undefined;
    return specifier ? fromModule(evaluator, type, specifier, "*", env) : [];
  }
  if (ts.isTypeQueryNode(type) && ts.isIdentifier(type.exprName)) {
    return evaluator.evaluate(type.exprName, emptyEnv);
  }
  return [unknown(node, "only its type is known", env)];
}

function tellsValues(type: ts.TypeNode): boolean {
  return (
    ts.isTypeReferenceNode(type) ||
    ts.isTypeLiteralNode(type) ||
    ts.isTypeQueryNode(type) ||
    ts.isImportTypeNode(type)
  );
}

/** The type of a member, inherited ones included. */
export function memberType(
  evaluator: Evaluator,
  type: TypeWithMembers,
  name: string,
): ts.TypeNode | undefined {
  const own = type.members.find((member) => nameOf(member.name) === name);
  if (own) return ts.isPropertySignature(own) ? own.type : undefined;
  if (!ts.isInterfaceDeclaration(type)) return undefined;
  for (const clause of type.heritageClauses ?? []) {
    for (const base of clause.types) {
      if (!ts.isIdentifier(base.expression)) continue;
      const declared = typeNamed(evaluator, base.expression, base.expression.text);
      const found =
        declared && "interface" in declared
          ? memberType(evaluator, declared.interface, name)
          : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

function valueOfReference(
  evaluator: Evaluator,
  type: ts.TypeReferenceNode,
  node: ts.Node,
  env: Env,
): Values {
  const { typeName } = type;
  const first = type.typeArguments?.[0];
  if (!ts.isIdentifier(typeName)) {
    return [unknown(node, "only its type is known", env)];
  }
  if (transparent.has(typeName.text)) {
    return first ? valueOfType(evaluator, first, node, env) : [];
  }
  if (typeName.text === "ReturnType" && first && ts.isTypeQueryNode(first)) {
    return valueOfType(evaluator, first, node, env).flatMap((value) =>
      value.kind === "function" ? evaluator.apply(value, [], node) : [],
    );
  }
  const found = typeNamed(evaluator, typeName, typeName.text);
  if (!found) return [unknown(node, "only its type is known", env)];
  if ("class" in found) {
    const of = { kind: "class", node: found.class, env: emptyEnv } as const;
    return [{ kind: "instance", node, of, env: emptyEnv }];
  }
  if ("interface" in found) {
    return [unknown(node, "only its type is known", env, { type: found.interface })];
  }
  if ("alias" in found) return valueOfType(evaluator, found.alias.type, node, env);
  const external = { module: found.module, path: [found.name, "new()"] };
  return [unknown(node, `${found.module} is an installed package`, env, { external })];
}

type Named =
  | { readonly class: ts.ClassLikeDeclaration }
  | { readonly interface: ts.InterfaceDeclaration }
  | { readonly alias: ts.TypeAliasDeclaration }
  | { readonly module: string; readonly name: string };

/** The declaration of a type's name, across files. */
function typeNamed(evaluator: Evaluator, from: ts.Node, name: string): Named | undefined {
  const declared = lookup(from, name, "type");
  return declared && named(evaluator, declared);
}

function named(evaluator: Evaluator, declared: Declared): Named | undefined {
  if (ts.isClassLike(declared)) return { class: declared };
  if (ts.isInterfaceDeclaration(declared)) return { interface: declared };
  if (ts.isTypeAliasDeclaration(declared)) return { alias: declared };
  if (!ts.isImportSpecifier(declared) && !ts.isImportClause(declared)) return undefined;
  const what = importedName(declared);
  if (!what) return undefined;
  const { fileName } = declared.getSourceFile();
  const file = libraryOf(what.specifier)
    ? undefined
    : evaluator.project.resolveImport(fileName, what.specifier);
  if (!file) return { module: what.specifier, name: what.name };
  return exportedType(evaluator, file, what.name, new Set());
}

function exportedType(
  evaluator: Evaluator,
  file: string,
  name: string,
  seen: Set<string>,
): Named | undefined {
  const source = evaluator.project.source(file);
  if (!source || seen.has(`${file}\0${name}`)) return undefined;
  seen.add(`${file}\0${name}`);
  const own = source.statements.find((statement) => declares(statement, name)) as
    | Declared
    | undefined;
  if (own) return named(evaluator, own);
  for (const statement of source.statements) {
    const found = ts.isExportDeclaration(statement)
      ? typeHandedOn(evaluator, statement, name, seen)
      : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The type that `export { name }`, with or without `from`, or `export *` hands on. */
function typeHandedOn(
  evaluator: Evaluator,
  statement: ts.ExportDeclaration,
  name: string,
  seen: Set<string>,
): Named | undefined {
  const { exportClause: clause } = statement;
  const element =
    clause && ts.isNamedExports(clause)
      ? clause.elements.find((each) => each.name.text === name)
      : undefined;
  if (clause && !element) return undefined;
  const original = (element?.propertyName ?? element?.name)?.text ?? name;
  const specifier = literalText(statement.moduleSpecifier);
  if (specifier === undefined) {
    const declared = lookup(statement, original, "type");
    return declared && named(evaluator, declared);
  }
  const { fileName } = statement.getSourceFile();
  const from = libraryOf(specifier)
    ? undefined
    : evaluator.project.resolveImport(fileName, specifier);
  if (!from && element) return { module: specifier, name: original };
  return from ? exportedType(evaluator, from, original, seen) : undefined;
}

function declares(statement: ts.Statement, name: string): boolean {
  if (
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement)
  ) {
    const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
    return statement.name?.text === name || (name === "default" && isDefault);
  }
  return false;
}
