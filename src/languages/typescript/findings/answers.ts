/** Whether a value is an answer of AWS, told by where it comes from in the file. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { outsideOf } from "../evaluate/outside.js";
import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { bare, type FunctionNode, functionAround, walk } from "../source/nodes.js";
import { type Declared, lookup } from "../source/scope.js";
import type { Context } from "./report.js";

/** Whether a value comes, in this function, out of a request to AWS. A client is not an answer. */
export function holdsAnswer(value: ts.Expression, context: Context): boolean {
  return answers(value, context, new Set());
}

function answers(value: ts.Node, context: Context, seen: Set<ts.Node>): boolean {
  if (sends(value, context)) return true;
  let found = false;
  walk(value, (node) => {
    if (found || ts.isFunctionLike(node)) return false;
    if (!ts.isIdentifier(node) || isPropertyName(node)) return true;
    const declared = lookup(node, node.text, "value");
    const sources = declared ? sourcesOf(declared).filter((each) => !seen.has(each)) : [];
    for (const each of sources) seen.add(each);
    found = sources.some((each) => answers(each, context, seen));
    return !found;
  });
  return found;
}

/** What a name of a function's own may stand for: its initializer; for a parameter, what this file's calls pass. */
function sourcesOf(declared: Declared): ts.Node[] {
  if (ts.isParameter(declared)) return argumentsFor(declared);
  const holder = ts.isBindingElement(declared) ? declared.parent.parent : declared;
  const isOwn = ts.isVariableDeclaration(holder) && functionAround(holder) !== undefined;
  return isOwn && holder.initializer ? [holder.initializer] : [];
}

/** A call that names the account is taken to keep it apart. */
function argumentsFor(parameter: ts.ParameterDeclaration): ts.Node[] {
  const { parent } = parameter;
  const named = ts.isVariableDeclaration(parent.parent) ? parent.parent : parent;
  const name = named.name?.getText();
  const calls = (name && indexOf(parameter.getSourceFile()).calls.get(name)) || [];
  const index = parent.parameters.indexOf(parameter);
  return calls.flatMap((call) => {
    const argument = call.arguments?.[index];
    return argument && !/account/i.test(call.getText()) ? [argument] : [];
  });
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}

/** Whether a request to AWS is sent in a node: a command of the SDK, or a call of its own function that sends one. */
export function sends(node: ts.Node, context: Context, deep = true): boolean {
  let found = false;
  walk(node, (inner) => {
    if (found) return false;
    if (ts.isNewExpression(inner)) found = isCommand(inner, context);
    else if (deep && ts.isCallExpression(inner)) {
      found = functionsOf(context.evaluator, inner.expression).some((called) =>
        sends(called, context, false),
      );
    }
    return !found;
  });
  return found;
}

/** The functions of the server's own that an expression may be: written here, or by a name of this file or class. */
export function functionsOf(evaluator: Evaluator, node: ts.Expression): FunctionNode[] {
  const value = bare(node);
  const isOwn =
    ts.isIdentifier(value) ||
    ts.isFunctionLike(value) ||
    (ts.isPropertyAccessExpression(value) && value.expression.kind === ts.SyntaxKind.ThisKeyword);
  if (!isOwn) return [];
  return evaluator
    .evaluate(value)
    .flatMap((value) => (value.kind === "function" ? [value.node] : []));
}

function isCommand(node: ts.NewExpression, { evaluator, carriers }: Context): boolean {
  if (!carriers.isIn(node.expression)) return false;
  return outsideOf(evaluator, node.expression).some(
    ({ module, name }) => /^@aws-sdk\/(client|lib)-/.test(module) && /Command$/.test(name),
  );
}
