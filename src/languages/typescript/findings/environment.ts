/** The insertion that gives a subprocess the environment of the call's account. */

import { ts } from "../source/compiler.js";
import { at, intoLiteral } from "../source/insert.js";
import { bare, propertyOf } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import type { NamedEdits } from "./report.js";

/** What starts a process: a call, or a template with a tag. */
export type Started = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/**
 * How a function takes its options: after a whole command (`exec`), or after a file and its arguments
 * (`spawn`), or after the list of both (Bun). execa adds to the environment instead of replacing it, until it is told not to. Others take
 * them by arguments of their own, which no insertion follows.
 */
export type Starter = "command" | "list" | "file" | "execa-command" | "execa-file" | "other";

/** The insertion for a call; undefined where it isn't plain what its options are. */
export function environmentFix(call: Started, starter: Starter): NamedEdits | undefined {
  if (starter === "other" || ts.isTaggedTemplateExpression(call)) return undefined;
  const property = starter.startsWith("execa")
    ? "env: accountEnvironment(), extendEnv: false"
    : "env: accountEnvironment()";
  const [first, ...rest] = call.arguments ?? [];
  const callback = rest.find(isFunction);
  const others = rest.filter((argument) => argument !== callback);
  const options = call.arguments?.map(bare).find(ts.isObjectLiteralExpression);
  if (options) return canTake(options) ? named(intoLiteral(options, property)) : undefined;
  if (!first || others.length > (starter.endsWith("file") ? 1 : 0)) return undefined;
  if (others.some(mayBeOptions)) return undefined;
  if (callback) return named([at(call, callback.getStart(), `{ ${property} }, `)]);
  return named([at(call, (others.at(-1) ?? first).getEnd(), `, { ${property} }`)]);
}

function named(edits: NamedEdits["edits"]): NamedEdits {
  return { edits, name: "accountEnvironment" };
}

function isFunction(node: ts.Expression): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** An environment of its own, which a spread may hide, is not to be thrown away. */
function canTake(options: ts.ObjectLiteralExpression): boolean {
  return !propertyOf(options, "env") && !options.properties.some(ts.isSpreadAssignment);
}

/** The list of arguments may be left out, and then the options come second. */
function mayBeOptions(node: ts.Expression): boolean {
  const value = bare(node);
  return !ts.isArrayLiteralExpression(value) && !/arg|param|command/i.test(value.getText());
}

/** Whether a process is given an `env` that names the account's keys, or was made by accountEnvironment. */
export function setsEnvironment(node: Started): boolean {
  if (ts.isTaggedTemplateExpression(node)) {
    const options = ts.isCallExpression(node.tag) && setsEnvironment(node.tag);
    return options || followedByEnv(node);
  }
  return (node.arguments ?? []).some((argument) => {
    const options = madeOf(argument);
    const env = ts.isObjectLiteralExpression(options) && propertyOf(options, "env");
    if (!env) return false;
    const value = ts.isPropertyAssignment(env) ? env.initializer : env.name;
    return value !== undefined && ts.isExpression(value) && namesKeys.test(madeOf(value).getText());
  });
}

/** Bun's: `$`aws s3 ls`.env(accountEnvironment())`. */
function followedByEnv(node: ts.TaggedTemplateExpression): boolean {
  const access = node.parent;
  if (!ts.isPropertyAccessExpression(access) || access.name.text !== "env") return false;
  return (
    ts.isCallExpression(access.parent) &&
    namesKeys.test(access.parent.arguments[0]?.getText() ?? "")
  );
}

const namesKeys = /AWS_ACCESS_KEY_ID|account(Environment|Credentials)/;

/** An expression, or what the constant that it names is made of. */
function madeOf(node: ts.Expression): ts.Expression {
  const value = bare(node);
  const declaration = ts.isIdentifier(value) ? lookup(value, value.text, "value") : undefined;
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  return made ? bare(made) : value;
}
