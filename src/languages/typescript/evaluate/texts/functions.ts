/** The function that an expression means, and the one that a node stands in. */

import { ts } from "../../source/compiler.js";
import { bare, isFunctionNode } from "../../source/nodes.js";
import { lookup } from "../../source/scope.js";

/** A function written here, or the function of this file (or method of this class) that a name means. */
export function functionOf(node: ts.Expression): ts.Node | undefined {
  const value = bare(node);
  if (ts.isFunctionLike(value)) return value;
  if (ts.isPropertyAccessExpression(value) && value.expression.kind === ts.SyntaxKind.ThisKeyword) {
    const around = ts.findAncestor(value, ts.isClassLike);
    return around?.members.find((member) => member.name?.getText() === value.name.text);
  }
  if (!ts.isIdentifier(value)) return undefined;
  const declaration = lookup(value, value.text, "value");
  if (!declaration) return undefined;
  if (ts.isFunctionDeclaration(declaration)) return declaration;
  const made = ts.isVariableDeclaration(declaration) && declaration.initializer;
  return made && ts.isFunctionLike(made) ? made : undefined;
}

export function functionAround(node: ts.Node): ts.SignatureDeclaration | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}

/** What a function of the server's own may answer: its body, or what it returns. */
export function returnedBy(fn: ts.Node): readonly ts.Expression[] {
  if (!isFunctionNode(fn) || !fn.body) return [];
  if (!ts.isBlock(fn.body)) return [fn.body];
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) values.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(fn.body);
  return values;
}
