/** Which declaration a name means, by the rules of lexical scope and within one file. */

import { ts } from "./compiler.js";
import { isFunctionNode } from "./nodes.js";

export type Declared =
  | ts.VariableDeclaration
  | ts.ParameterDeclaration
  | ts.BindingElement
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ClassLikeDeclaration
  | ts.EnumDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.ModuleDeclaration
  | ts.ImportClause
  | ts.NamespaceImport
  | ts.ImportSpecifier
  | ts.ImportEqualsDeclaration;

type Names = Map<string, Declared[]>;

const cache = new WeakMap<ts.Node, Names>();

/** The declaration of a name as seen from a node; undefined for globals. */
export function lookup(from: ts.Node, name: string, want: "value" | "type"): Declared | undefined {
  for (let at: ts.Node | undefined = from; at; at = at.parent) {
    const found = namesIn(at)
      ?.get(name)
      ?.find((declared) => suits(declared, want));
    if (found) return found;
  }
  return undefined;
}

/** The declaration that a name is taken out of, where it is taken out of one. */
export function rootOf(declared: ts.Node): ts.Node {
  let root = declared;
  while (ts.isBindingElement(root)) root = root.parent.parent;
  return root;
}

function suits(declared: Declared, want: "value" | "type"): boolean {
  if (ts.isInterfaceDeclaration(declared) || ts.isTypeAliasDeclaration(declared)) {
    return want === "type";
  }
  if (want === "value") return true;
  return !(
    ts.isVariableDeclaration(declared) ||
    ts.isParameter(declared) ||
    ts.isBindingElement(declared) ||
    ts.isFunctionLike(declared)
  );
}

function namesIn(node: ts.Node): Names | undefined {
  if (!isScope(node)) return undefined;
  const known = cache.get(node);
  if (known) return known;
  const names: Names = new Map();
  cache.set(node, names);
  collect(node, names);
  return names;
}

function isScope(node: ts.Node): boolean {
  return (
    ts.isSourceFile(node) ||
    ts.isBlock(node) ||
    ts.isModuleBlock(node) ||
    ts.isCaseBlock(node) ||
    ts.isForOfStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isForStatement(node) ||
    ts.isClassExpression(node) ||
    isFunctionNode(node)
  );
}

function collect(scope: ts.Node, names: Names): void {
  if (isFunctionNode(scope)) {
    if (ts.isFunctionExpression(scope) && scope.name) add(names, scope.name.text, scope);
    for (const parameter of scope.parameters) bind(names, parameter);
  } else if (ts.isClassExpression(scope)) {
    if (scope.name) add(names, scope.name.text, scope);
  } else if (ts.isForOfStatement(scope) || ts.isForInStatement(scope) || ts.isForStatement(scope)) {
    for (const variable of loopVariables(scope)) bind(names, variable);
  } else if (ts.isCaseBlock(scope)) {
    for (const clause of scope.clauses) collectStatements(clause.statements, names);
  } else {
    collectStatements((scope as ts.Block | ts.SourceFile).statements, names);
  }
}

/** The variables that a loop's head declares. */
function loopVariables({
  initializer,
}: ts.ForOfStatement | ts.ForInStatement | ts.ForStatement): readonly ts.VariableDeclaration[] {
  return initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
}

function collectStatements(statements: ts.NodeArray<ts.Statement>, names: Names): void {
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) {
      for (const variable of statement.declarationList.declarations) bind(names, variable);
    } else if (ts.isImportDeclaration(statement)) {
      collectImport(statement, names);
    } else if (isNamedDeclaration(statement) && statement.name) {
      add(names, statement.name.text, statement);
    }
  }
}

function isNamedDeclaration(
  node: ts.Node,
): node is
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.EnumDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.ModuleDeclaration
  | ts.ImportEqualsDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isImportEqualsDeclaration(node)
  );
}

function collectImport(statement: ts.ImportDeclaration, names: Names): void {
  const clause = statement.importClause;
  if (clause?.name) add(names, clause.name.text, clause);
  const bindings = clause?.namedBindings;
  if (!bindings) return;
  if (ts.isNamespaceImport(bindings)) add(names, bindings.name.text, bindings);
  else for (const specifier of bindings.elements) add(names, specifier.name.text, specifier);
}

function bind(
  names: Names,
  declared: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
): void {
  if (ts.isIdentifier(declared.name)) {
    add(names, declared.name.text, declared);
    return;
  }
  for (const element of declared.name.elements) {
    if (!ts.isOmittedExpression(element)) bind(names, element);
  }
}

function add(names: Names, name: string, declared: Declared): void {
  const list = names.get(name);
  if (list) list.push(declared);
  else names.set(name, [declared]);
}
