/** Statements that set credentials for the whole process: what writes them into its environment. */

import { credentialPrefix, credentialVariables } from "../../credential-variables.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { type External, emptyEnv, type Value, type Values } from "../evaluate/value.js";
import { ts } from "../source/compiler.js";
import { bare, calledName, memberName } from "../source/nodes.js";

const names: ReadonlySet<string> = new Set(credentialVariables);

/** A file in which the environment is written has one of these, or the name of what is written. */
export const environmentMark = /\benv\b|\bAWS_[A-Z]|\bdotenv|loadEnvFile/;

/** What is written in a statement: by its key, or several at once. */
type Written =
  | { readonly key: ts.Expression | string }
  | { readonly all: readonly ts.Expression[] };

/** Whether a node sets credentials for the whole process ("yes"), or what it sets can't be told ("maybe"). */
export function credentialWrite(node: ts.Node, evaluator: Evaluator): "yes" | "maybe" | undefined {
  if (ts.isCallExpression(node) && readsChosenFile(node, evaluator)) return "maybe";
  const write = ts.isCallExpression(node) ? byCall(node, evaluator) : byAssignment(node, evaluator);
  if (!write) return undefined;
  const found =
    "key" in write
      ? [ofKey(write.key, evaluator)]
      : write.all.map((each) => ofObjects(evaluator.evaluate(each), evaluator));
  return worst(found);
}

type Answer = "yes" | "maybe" | undefined;

function worst(answers: readonly Answer[]): Answer {
  return answers.includes("yes") ? "yes" : answers.find((each) => each);
}

/** `process.env.KEY = …`, `[process.env.KEY] = …`, `process.env = …`. */
function byAssignment(node: ts.Node, evaluator: Evaluator): Written | undefined {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined;
  const assignment = assignmentOf(node);
  if (!assignment) return undefined;
  const name = memberName(node);
  if (name === "env" && bare(assignment.left) === node)
    return isEnvironment(evaluator, node) ? { all: [assignment.right] } : undefined;
  const key = name ?? (ts.isElementAccessExpression(node) ? node.argumentExpression : "");
  // What is plainly no variable of these is not followed: there are many assignments.
  if (typeof key === "string" ? !names.has(key) : ts.isNumericLiteral(key)) return undefined;
  return isEnvironment(evaluator, node.expression) ? { key } : undefined;
}

/** The assignment that a node is a target of, by itself or among others that are taken apart. */
function assignmentOf(node: ts.Node): ts.BinaryExpression | undefined {
  let target = node;
  while (isAround(target.parent, target)) target = target.parent;
  const { parent } = target;
  if (!ts.isBinaryExpression(parent) || parent.left !== target) return undefined;
  const { kind } = parent.operatorToken;
  const isAssignment =
    kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  return isAssignment ? parent : undefined;
}

function isAround(parent: ts.Node, inner: ts.Node): boolean {
  if (ts.isPropertyAssignment(parent)) return parent.initializer === inner;
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralExpression(parent)
  );
}

const byKey = /^(?:Reflect\.(?:set|defineProperty)|Object\.defineProperty)$/;

/** `Object.assign(process.env, …)`, `Reflect.set(process.env, key, …)`, `Deno.env.set(key, …)`. */
function byCall(call: ts.CallExpression, evaluator: Evaluator): Written | undefined {
  const callee = bare(call.expression);
  const [first, ...rest] = call.arguments;
  if (!first || !ts.isPropertyAccessExpression(callee)) return undefined;
  if (callee.name.text === "set" && isDenos(evaluator, callee.expression)) return { key: first };
  const text = callee.getText();
  const isAll = text === "Object.assign" || text === "Object.defineProperties";
  if ((!isAll && !byKey.test(text)) || !isEnvironment(evaluator, first)) return undefined;
  const given = rest.map((each) => (ts.isSpreadElement(each) ? each.expression : each));
  return isAll ? { all: given } : given[0] && { key: given[0] };
}

const fileReaders = /^(?:config|configDotenv|loadEnvFile)$/;

/**
 * Whether a call reads variables out of a file that is chosen in the call, or in place of those that are there: of
 * `dotenv`, or `process.loadEnvFile(path)`. The same file read again changes nothing.
 */
function readsChosenFile(call: ts.CallExpression, evaluator: Evaluator): boolean {
  if (!fileReaders.test(calledName(call) ?? "")) return false;
  const [given] = call.arguments;
  if (!given || !evaluator.evaluate(call.expression).some(isFileReader)) return false;
  const options = evaluator.evaluate(given);
  const member = (name: string): Values =>
    evaluator.member(
      options.filter(({ kind }) => kind === "object"),
      name,
      given,
      emptyEnv,
    );
  const isObject = options.some(({ kind }) => kind === "object");
  const paths = isObject ? member("path") : options;
  return member("override").length > 0 || paths.some(({ kind }) => kind === "unknown");
}

function isFileReader(value: Value): boolean {
  const external = value.kind === "unknown" ? value.external : undefined;
  if (!external) return false;
  if (/^(?:dotenv|@dotenvx\/dotenvx)$/.test(external.module)) return true;
  return dotted(external) === "process.loadEnvFile";
}

const environment = /^(?:(?:globalThis|global)\.)?(?:process|Bun)\.env$/;

/** Whether an expression may be the environment of the process; a copy of it is another thing. */
function isEnvironment(evaluator: Evaluator, node: ts.Expression): boolean {
  const inner = bare(node);
  const isNamed = ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner);
  if (!isNamed && !ts.isElementAccessExpression(inner)) return false;
  return evaluator.evaluate(inner).some(isTheEnvironment);
}

function isTheEnvironment(value: Value): boolean {
  return value.kind === "unknown" && !!value.external && environment.test(dotted(value.external));
}

function isDenos(evaluator: Evaluator, node: ts.Expression): boolean {
  if (!/\benv$/.test(node.getText())) return false;
  return evaluator
    .evaluate(node)
    .some(
      (value) =>
        value.kind === "unknown" &&
        !!value.external &&
        /^(?:globalThis\.)?Deno\.env$/.test(dotted(value.external)),
    );
}

/** The names of a global, or of what `node:process` and `bun` export, as the global has them. */
function dotted({ module, path }: External): string {
  const names = path.filter((each) => each !== "default");
  if (/^(?:node:)?process$/.test(module)) return ["process", ...names].join(".");
  return module === "bun" ? ["Bun", ...names].join(".") : module === "" ? path.join(".") : "";
}

function ofKey(key: ts.Expression | string, evaluator: Evaluator): Answer {
  if (typeof key === "string") return names.has(key) ? "yes" : undefined;
  return worst(evaluator.evaluate(key).map(ofKeyValue));
}

function ofKeyValue(value: Value): Answer {
  if (value.kind === "text") return names.has(value.text) ? "yes" : undefined;
  if (value.kind !== "unknown") return undefined;
  const start = beginning(value.composition);
  return start.startsWith(credentialPrefix) || credentialPrefix.startsWith(start)
    ? "maybe"
    : undefined;
}

/** What a text begins with, as far as it is written down. */
function beginning(composition: Extract<Value, { kind: "unknown" }>["composition"]): string {
  if (composition?.kind === "template") {
    const [first] = composition.parts;
    return typeof first === "string" ? first : "";
  }
  if (composition?.kind !== "sum") return "";
  const [first] = composition.parts[0]?.() ?? [];
  return first?.kind === "text" ? first.text : "";
}

/** What is put in as a whole: by its keys, and by what is spread into it. */
function ofObjects(values: Values, evaluator: Evaluator): Answer {
  return worst(values.map((value) => ofObject(value, evaluator)));
}

function ofObject(value: Value, evaluator: Evaluator): Answer {
  if (value.kind === "unknown") return isTheEnvironment(value) ? undefined : "maybe";
  if (value.kind !== "object") return undefined;
  if ([...value.properties.keys()].some((key) => names.has(key))) return "yes";
  if (!ts.isObjectLiteralExpression(value.node)) return value.open ? "maybe" : undefined;
  return worst(value.node.properties.map((each) => ofProperty(each, value.env, evaluator)));
}

function ofProperty(
  property: ts.ObjectLiteralElementLike,
  env: Parameters<Evaluator["evaluate"]>[1],
  evaluator: Evaluator,
): Answer {
  if (ts.isSpreadAssignment(property))
    return ofObjects(evaluator.evaluate(property.expression, env), evaluator);
  if (!property.name || !ts.isComputedPropertyName(property.name)) return undefined;
  return worst(evaluator.evaluate(property.name.expression, env).map(ofKeyValue));
}
