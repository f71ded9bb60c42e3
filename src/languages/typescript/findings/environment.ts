/** The insertion that gives a subprocess the environment of the call's account. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { emptyEnv, type Value, type Values } from "../evaluate/value.js";
import { wentThrough } from "../migrate/service-names.js";
import { servicesName } from "../project/server-files.js";
import { ts } from "../source/compiler.js";
import { at, intoLiteral } from "../source/insert.js";
import { bare, propertyOf } from "../source/nodes.js";
import type { NamedEdits } from "./report.js";

/** What starts a process: a call, or a template with a tag. */
export type Started = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/**
 * How a function takes its options: after a whole command (`exec`), or after a file and its arguments
 * (`spawn`), or after the list of both (Bun). execa adds to the environment instead of replacing it, until it is told not to. Others take
 * them by arguments of their own, which no insertion follows.
 */
export type Starter =
  | "command"
  | "list"
  | "file"
  | "execa-command"
  | "execa-file"
  | "other"
  | "other-command";

/** The insertion for a call; undefined where it isn't plain what its options are. */
export function environmentFix(call: Started, starter: Starter): NamedEdits | undefined {
  if (starter.startsWith("other") || ts.isTaggedTemplateExpression(call)) return undefined;
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

/** Whether a process is given an `env` that is shown to be an account's on every path. */
export function setsEnvironment(evaluator: Evaluator, node: Started): boolean {
  if (ts.isTaggedTemplateExpression(node)) {
    const options = ts.isCallExpression(node.tag) && setsEnvironment(evaluator, node.tag);
    return options || followedByEnv(evaluator, node);
  }
  return (node.arguments ?? []).some((argument) => {
    const options = evaluator.evaluate(argument);
    const given = options.filter((each) => each.kind === "object" && each.properties.has("env"));
    const isGiven = given.length > 0 && given.length === options.length;
    return isGiven && areAccounts(evaluator, evaluator.member(given, "env", argument, emptyEnv));
  });
}

/** Bun's: `$`aws s3 ls`.env(accountEnvironment())`. */
function followedByEnv(evaluator: Evaluator, node: ts.TaggedTemplateExpression): boolean {
  const access = node.parent;
  if (!ts.isPropertyAccessExpression(access) || access.name.text !== "env") return false;
  if (!ts.isCallExpression(access.parent)) return false;
  const [given] = access.parent.arguments;
  return given !== undefined && areAccounts(evaluator, evaluator.evaluate(given));
}

function areAccounts(evaluator: Evaluator, values: Values): boolean {
  return values.length > 0 && values.every((value) => isAccounts(evaluator, value));
}

/** Whether an environment is made by the services, of one that is, or with keys that are not the server's own. */
function isAccounts(evaluator: Evaluator, value: Value): boolean {
  if (isMadeByServices(value)) return true;
  if (value.kind !== "object") return false;
  // The SDKs for JavaScript and Go take a profile before keys.
  if ((value.properties.get("AWS_PROFILE")?.() ?? []).length > 0) return false;
  const key = value.properties.get("AWS_ACCESS_KEY_ID");
  if (key) return !key().some(isServersOwn);
  return spreadInto(value).reduce((isAccount, spread) => {
    const values = evaluator.evaluate(spread, value.env);
    return areAccounts(evaluator, values) || (isAccount && !values.some(isServersOwn));
  }, false);
}

/** What is spread into an object where it is written. */
export function spreadInto({ node }: Value): ts.Expression[] {
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties.filter(ts.isSpreadAssignment).map(({ expression }) => expression);
}

const makers: ReadonlySet<string> = new Set(["accountEnvironment"]);

function isMadeByServices(value: Value): boolean {
  if (wentThrough([value], makers)) return true;
  const external = value.kind === "unknown" ? value.external : undefined;
  return external?.module === servicesName && makers.has(external.path[0] ?? "");
}

/** Whether a value is out of the environment that the server itself was started in. */
function isServersOwn(value: Value): boolean {
  const external = value.kind === "unknown" ? value.external : undefined;
  return external?.path.slice(-3).includes("env") === true && external.path.includes("process");
}
