/** Backwards from a name: what is written to it, and what the server's own calls pass for a parameter. */

import { ts } from "ts-morph";
import { indexOf } from "../fileindex.js";
import type { Project } from "../parse.js";
import { lookup } from "../scope.js";
import { productionFiles } from "../server-files.js";
import { bare, nameOf, receiverOf } from "../syntax.js";

/** Values assigned to a variable or field in its file, and values added to what it holds. */
export interface Written {
  readonly instead: readonly ts.Expression[];
  readonly added: readonly ts.Expression[];
}

const adders = ["push", "unshift"];

/** What is written to a variable, parameter or field after it is declared. */
export function writtenTo(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.PropertyDeclaration,
): Written {
  const name = nameOf(declaration.name as ts.BindingName | ts.PropertyName);
  if (name === undefined) return { instead: [], added: [] };
  const index = indexOf(declaration.getSourceFile());
  const assigned = (index.assigned.get(name) ?? []).filter(({ left }) => means(left, declaration));
  const isSum = ({ operatorToken }: ts.BinaryExpression): boolean =>
    operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;
  const pushed = adders
    .flatMap((adder) => index.calls.get(adder) ?? [])
    .filter(ts.isCallExpression)
    .filter((call) => means(receiverOf(call), declaration))
    .flatMap((call) => [...call.arguments]);
  return {
    instead: assigned.filter((each) => !isSum(each)).map(({ right }) => right),
    added: [...assigned.filter(isSum).map(({ right }) => right), ...pushed],
  };
}

function means(target: ts.Expression | undefined, declaration: ts.Node): boolean {
  const value = target && bare(target);
  if (!value) return false;
  if (ts.isIdentifier(value)) return lookup(value, value.text, "value") === declaration;
  if (!ts.isPropertyAccessExpression(value)) return false;
  const isThis = bare(value.expression).kind === ts.SyntaxKind.ThisKeyword;
  return isThis && ts.findAncestor(value, ts.isClassLike) === declaration.parent;
}

/**
 * What the calls by a function's name, anywhere in the server, pass for a parameter. Undefined where
 * there is no such call, or the function is also handed on as a value: others may call it then.
 */
export function passedAt(
  parameter: ts.ParameterDeclaration,
  project: Project,
): readonly ts.Expression[] | undefined {
  const fn = parameter.parent;
  const name = nameOf((ts.isVariableDeclaration(fn.parent) ? fn.parent : fn).name);
  if (name === undefined) return undefined;
  const at = fn.parameters.indexOf(parameter);
  const production = new Set(productionFiles(project.server));
  const word = new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, "\\$&")}(?![\\w$])`);
  const passed: ts.Expression[] = [];
  let calls = 0;
  for (const path of project.filesWith(word)) {
    const source = production.has(path) ? project.source(path) : undefined;
    if (!source) continue;
    const index = indexOf(source);
    if ((index.passed.get(name) ?? []).some((each) => !ts.isExportSpecifier(each.parent)))
      return undefined;
    for (const call of index.calls.get(name) ?? []) {
      if (call.arguments?.some(ts.isSpreadElement)) return undefined;
      calls += 1;
      const argument = call.arguments?.[at];
      if (argument) passed.push(argument);
      else if (!parameter.initializer && !parameter.questionToken) return undefined;
    }
  }
  return calls > 0 ? passed : undefined;
}
