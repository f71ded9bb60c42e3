/** Answers of AWS that the server keeps across calls, and so across accounts. */

import type { Finding } from "../../../types.js";
import { ts } from "../source/compiler.js";
import { bare, calledName, functionAround } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import { functionsOf, holdsAnswer, sends } from "./answers.js";
import { type Context, report } from "./report.js";

const remedy =
  "keep it by account: let the account of the call be part of the key, or ask AWS again in each call";

/** A kept answer: an assignment to an outer variable or field, a cache's `set`, a memo, a batcher. */
export function findCache(node: ts.Node, context: Context): Finding | undefined {
  if (ts.isBinaryExpression(node)) return atAssignment(node, context);
  if (ts.isCallExpression(node)) return atSet(node, context) ?? atMemo(node, context);
  if (ts.isNewExpression(node)) return atBatcher(node, context);
  return ts.isVariableDeclaration(node) ? atModuleLevel(node, context) : undefined;
}

/** `cachedId = (await sts.send(new GetCallerIdentityCommand({}))).Account` in a function. */
function atAssignment(node: ts.BinaryExpression, context: Context): Finding | undefined {
  const { kind } = node.operatorToken;
  const assigns =
    kind === ts.SyntaxKind.EqualsToken || kind === ts.SyntaxKind.QuestionQuestionEqualsToken;
  if (!assigns || !outlivesCall(node.left) || !holdsAnswer(node.right, context)) return undefined;
  const message = `${node.left.getText()} keeps an answer of AWS from the call that first asked`;
  return report("cached-account", node, message, remedy);
}

/** `const { Account } = await sts.send(…)` while the module loads: the server's own account, for ever. */
function atModuleLevel(node: ts.VariableDeclaration, context: Context): Finding | undefined {
  if (
    !node.initializer ||
    functionAround(node) ||
    !ts.isAwaitExpression(bareParens(node.initializer))
  ) {
    return undefined;
  }
  if (!sends(node.initializer, context)) return undefined;
  const message = `${node.name.getText()} keeps the answer that AWS gave when the server started`;
  return report("cached-account", node, message, remedy);
}

function bareParens(node: ts.Expression): ts.Expression {
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || ts.isPropertyAccessExpression(inner)) {
    inner = inner.expression;
  }
  return inner;
}

/** `cache.set(key, value)` on a Map (or the like) that outlives the call, where the key has no account. */
function atSet(call: ts.CallExpression, context: Context): Finding | undefined {
  const callee = call.expression;
  const [key, value] = call.arguments;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "set" || !key || !value) {
    return undefined;
  }
  if (!isCache(callee.expression) || /account/i.test(textWithConstants(key))) return undefined;
  const around = functionAround(call);
  if (!around || !holdsAnswer(value, context)) return undefined;
  const message = `${callee.expression.getText()} keeps answers of AWS by a key that does not name the account`;
  return report("cached-account", call, message, remedy);
}

/** `memoize(async () => client.send(…))`. */
function atMemo(call: ts.CallExpression, context: Context): Finding | undefined {
  const argument = call.arguments[0];
  if (!argument || !/^(p?_?memo(ize|izee|izeOne)?|once|cached?)$/i.test(calledName(call) ?? "")) {
    return undefined;
  }
  const made = functionsOf(context.evaluator, argument);
  if (!made.some((each) => sends(each, context))) return undefined;
  const message = `${call.expression.getText()} keeps an answer of AWS for every later call`;
  return report("cached-account", call, message, remedy);
}

/** `new DataLoader(batch)`: one request may answer calls of several accounts. */
function atBatcher(node: ts.NewExpression, context: Context): Finding | undefined {
  const argument = node.arguments?.[0];
  const isLoader = /^(DataLoader|Batcher|BatchLoader)$/.test(node.expression.getText());
  const batches = isLoader && argument ? functionsOf(context.evaluator, argument) : [];
  if (!batches.some((each) => sends(each, context))) return undefined;
  const message = "a batch gathers the requests of several calls and runs in the account of one";
  const loaderWayOut =
    "make the loader inside each call: what a batch asks, it asks for one account";
  return report("other-process", node, message, loaderWayOut);
}

/** Whether a variable or field is declared outside every function, or lives in an object. */
function outlivesCall(target: ts.Expression): boolean {
  const value = bare(target);
  if (ts.isElementAccessExpression(value)) return outlivesCall(value.expression);
  if (ts.isPropertyAccessExpression(value)) {
    const holder = bare(value.expression);
    return holder.kind === ts.SyntaxKind.ThisKeyword || outlivesCall(holder);
  }
  if (!ts.isIdentifier(value)) return false;
  const declaration = lookup(value, value.text, "value");
  if (!declaration || functionAround(declaration) || ts.isParameter(declaration)) return false;
  const isHeld = ts.isVariableDeclaration(declaration) || ts.isClassDeclaration(declaration);
  return isHeld && functionAround(value) !== undefined;
}

/** A module's or object's own Map, LRU cache and the like: by how it is made, else by its name. */
function isCache(holder: ts.Expression): boolean {
  if (!outlivesCall(holder)) return false;
  const made = initializerOf(holder);
  if (made && ts.isNewExpression(made)) return /Map$|Cache$|LRU/i.test(made.expression.getText());
  return /cache|memo/i.test(holder.getText());
}

function initializerOf(holder: ts.Expression): ts.Expression | undefined {
  const value = bare(holder);
  if (ts.isIdentifier(value)) {
    const declaration = lookup(value, value.text, "value");
    return declaration && ts.isVariableDeclaration(declaration)
      ? declaration.initializer
      : undefined;
  }
  if (!ts.isPropertyAccessExpression(value)) return undefined;
  const around = ts.findAncestor(value, ts.isClassLike);
  const field = around?.members.find((member) => member.name?.getText() === value.name.text);
  return field && ts.isPropertyDeclaration(field) ? field.initializer : undefined;
}

/** The text of a key, with that of the constant it may be. */
function textWithConstants(key: ts.Expression): string {
  return `${key.getText()} ${initializerOf(key)?.getText() ?? ""}`;
}
