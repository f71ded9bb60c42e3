/** Backwards from a name: what is written to it, and what the server's own calls pass for a parameter. */

import { ts } from "../../source/compiler.js";
import { indexOf } from "../../source/file-index.js";
import { bare, nameOf, receiverOf, wordsPattern } from "../../source/nodes.js";
import type { Project } from "../../source/parse.js";
import { lookup } from "../../source/scope.js";
import { findExport } from "./exports.js";

/** What is assigned to a variable or field in its file, added to its text, and put into its list. */
export interface Written {
  readonly instead: readonly ts.Expression[];
  readonly summands: readonly ts.Expression[];
  readonly pushed: readonly ts.Expression[];
}

const adders = ["push", "unshift"];

/** What is written to a variable, parameter or field after it is declared. */
export function writtenTo(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.PropertyDeclaration,
): Written {
  const name = nameOf(declaration.name as ts.BindingName | ts.PropertyName);
  if (name === undefined) return { instead: [], summands: [], pushed: [] };
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
    summands: assigned.filter(isSum).map(({ right }) => right),
    pushed,
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

/** Files naming a function beyond which its name is too common for a search to tell anything. */
const mostFiles = 30;

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
  const sources = name === undefined ? [] : sourcesNaming(name, fn, project);
  if (name === undefined || sources.length > mostFiles) return undefined;
  const indexes = sources.map(indexOf);
  const handedOn = indexes.flatMap(({ passed }) => passed.get(name) ?? []);
  const calls = indexes.flatMap((index) => index.calls.get(name) ?? []);
  if (handedOn.length > 0 || calls.length === 0) return undefined;
  if (calls.some((call) => call.arguments?.some(ts.isSpreadElement))) return undefined;
  const at = fn.parameters.indexOf(parameter);
  const passed = calls.flatMap((call) => call.arguments?.[at] ?? []);
  const mayBeMissing = parameter.initializer || parameter.questionToken;
  return passed.length < calls.length && !mayBeMissing ? undefined : passed;
}

/** The sources in which a function may be called: its own alone, where it is not exported. */
function sourcesNaming(
  name: string,
  fn: ts.SignatureDeclaration,
  project: Project,
): readonly ts.SourceFile[] {
  const own = fn.getSourceFile();
  const isLocal = lookup(fn, name, "value") !== undefined && !findExport(own, name);
  if (isLocal && !ts.isClassElement(fn)) return [own];
  const paths = project.filesWith(wordsPattern([name]));
  return paths.slice(0, mostFiles + 1).flatMap((path) => project.source(path) ?? []);
}
