/** The server's own functions that a call may run: by declaration, or for methods by name. */

import type { Evaluator } from "../../evaluate/evaluator.js";
import { ts } from "../../source/compiler.js";
import {
  bare,
  type FunctionNode,
  isFunctionNode,
  memberName,
  nameOf,
  walk,
} from "../../source/nodes.js";
import { lookup } from "../../source/scope.js";

export type Callees = (callee: ts.Expression) => readonly FunctionNode[];

/** What may be called, among the functions of these files. Methods are told apart by their names alone. */
export function createCallees(evaluator: Evaluator, files: () => readonly string[]): Callees {
  let methods: Map<string, FunctionNode[]> | undefined;

  function methodsNamed(name: string): readonly FunctionNode[] {
    methods ??= methodsIn(files().flatMap((path) => evaluator.project.source(path) ?? []));
    return methods.get(name) ?? [];
  }

  return (callee) => {
    const inner = bare(callee);
    if (isFunctionNode(inner)) return [inner];
    if (ts.isIdentifier(inner)) return declaredAs(inner, evaluator);
    if (isOfModule(inner)) return valuesOf(evaluator, inner);
    const name = memberName(inner);
    return name ? methodsNamed(name) : [];
  };
}

function declaredAs(node: ts.Identifier, evaluator: Evaluator): readonly FunctionNode[] {
  const declared = lookup(node, node.text, "value");
  if (!declared) return [];
  if (ts.isFunctionDeclaration(declared)) return [declared];
  if (ts.isClassLike(declared)) return declared.members.filter(ts.isConstructorDeclaration);
  if (ts.isVariableDeclaration(declared)) {
    const value = declared.initializer && bare(declared.initializer);
    if (value && isFunctionNode(value)) return [value];
    return value && ts.isIdentifier(value) && value.text !== node.text
      ? declaredAs(value, evaluator)
      : [];
  }
  return isOwnImport(declared, evaluator) ? valuesOf(evaluator, node) : [];
}

function isOwnImport(declared: ts.Node, { project }: Evaluator): boolean {
  const statement = ts.findAncestor(declared, ts.isImportDeclaration);
  if (!statement || !ts.isStringLiteral(statement.moduleSpecifier)) return false;
  const { fileName } = statement.getSourceFile();
  return project.resolveImport(fileName, statement.moduleSpecifier.text) !== undefined;
}

function valuesOf(evaluator: Evaluator, node: ts.Expression): FunctionNode[] {
  return evaluator.evaluate(node).flatMap((value) => {
    if (value.kind === "function") return value.node;
    return value.kind === "class" ? value.node.members.filter(ts.isConstructorDeclaration) : [];
  });
}

/** A member of a module: `tools.main`, `(await import("./main.js")).main`. */
function isOfModule(node: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(node)) return false;
  const whole = bare(node.expression);
  if (ts.isCallExpression(whole)) return whole.expression.kind === ts.SyntaxKind.ImportKeyword;
  const declared = ts.isIdentifier(whole) ? lookup(whole, whole.text, "value") : undefined;
  return declared !== undefined && ts.isNamespaceImport(declared);
}

function methodsIn(sources: readonly ts.SourceFile[]): Map<string, FunctionNode[]> {
  const methods = new Map<string, FunctionNode[]>();
  const add = (name: string | undefined, fn: FunctionNode): void => {
    if (name !== undefined) methods.set(name, [...(methods.get(name) ?? []), fn]);
  };
  for (const source of sources) {
    walk(source, (node) => {
      if (ts.isMethodDeclaration(node)) add(nameOf(node.name), node);
      if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) {
        const value = node.initializer && bare(node.initializer);
        if (value && isFunctionNode(value)) add(nameOf(node.name), value);
      }
    });
  }
  return methods;
}
