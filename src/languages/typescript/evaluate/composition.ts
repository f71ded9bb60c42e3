/** What texts and lists are made of, where not all of them is known. */

import { ts } from "../source/compiler.js";
import { bare, calledName, literalText, receiverOf } from "../source/nodes.js";
import type { Evaluator } from "./evaluator.js";
import {
  type Composition,
  type Element,
  type Env,
  type External,
  emptyEnv,
  type List,
  type Thunk,
  type Unknown,
  unknown,
  type Values,
} from "./value.js";

type Parts = Extract<Composition, { kind: "template" }>["parts"];

/** A text made of parts of which some are not known. */
export function madeAtRunTime(node: ts.Node, parts: Parts, env: Env): Unknown {
  const composition: Composition = { kind: "template", parts };
  return unknown(node, "its text is made at run time", env, { composition });
}

/** The parts of a template. */
export function templateParts(
  evaluator: Evaluator,
  { head, templateSpans }: ts.TemplateExpression,
  env: Env,
): Parts {
  const spans = templateSpans.flatMap(({ expression, literal }) => [
    partOf(evaluator, expression, env),
    literal.text,
  ]);
  return [head.text, ...spans];
}

/** The parts of `a + b + c`. */
export function summandParts(evaluator: Evaluator, node: ts.BinaryExpression, env: Env): Parts {
  return summands(node).map((each) => partOf(evaluator, each, env));
}

function summands(node: ts.Expression): ts.Expression[] {
  const value = bare(node);
  const isSum =
    ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.PlusToken;
  return isSum ? [...summands(value.left), value.right] : [value];
}

function partOf(evaluator: Evaluator, node: ts.Expression, env: Env): Parts[number] {
  const values = evaluator.later(node, env);
  return literalText(node) ?? { values, source: node.getText() };
}

/** A list as it is written, or as its items stand in it. */
export function elementsOf({ elements, items }: List): readonly Element[] {
  return elements ?? items.map((values) => ({ values, isSpread: false }));
}

/** The elements of a list, or the arguments that are added to one, whichever environment they are reached in. */
export function writtenElements(
  evaluator: Evaluator,
  nodes: readonly ts.Expression[],
  environments: readonly Env[],
): Element[] {
  return nodes.map((node) => {
    const isSpread = ts.isSpreadElement(node);
    const inner = isSpread ? node.expression : node;
    return {
      isSpread,
      values: () => environments.flatMap((env) => evaluator.evaluate(inner, env)),
    };
  });
}

/** Whether an assignment adds to what is there. */
export function isSum({ operatorToken }: ts.BinaryExpression): boolean {
  return operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;
}

/** What is added to a text behind it: whether, and in which order, is not followed, so all of it may be. */
export function withSummands(
  evaluator: Evaluator,
  values: Values,
  owner: ts.Node,
  summands: readonly ts.Expression[],
  env: Env,
): Values {
  if (summands.length === 0) return values;
  const added = summands.map((each) => evaluator.later(each, env));
  const parts = values.length > 0 ? [() => values, ...added] : added;
  return [
    unknown(owner, "its text is made at run time", env, { composition: { kind: "sum", parts } }),
  ];
}

/** A variable of the environment says where the program is that the default names. */
export function withDefault(values: Values, fallback: Thunk): Values {
  return values.map((value) =>
    value.kind === "unknown" && isEnvironment(value.external)
      ? { ...value, composition: { kind: "same", as: fallback } }
      : value,
  );
}

/** What is not known may be missing, and then the default stands for it: `{ command = "aws" }`. */
export function withFallback(values: Values, fallback: Thunk): Values {
  return withDefault(values, fallback).map((value) =>
    value.kind === "unknown" && !value.composition
      ? { ...value, composition: { kind: "perhaps", as: fallback } }
      : value,
  );
}

function isEnvironment(external: External | undefined): boolean {
  if (!external) return false;
  const path = external.path.join(".");
  return external.module === ""
    ? /^process\.env\./.test(path)
    : /^(node:)?process$/.test(external.module) && /^(default\.)?env\./.test(path);
}

/** What a call gives that is not known to the end, where a method of the language or its name tells something of it. */
export function composedByCall(
  evaluator: Evaluator,
  call: ts.CallExpression,
  passed: readonly Thunk[],
  env: Env,
  { external, composition }: Unknown,
): Composition | undefined {
  const name = calledName(call) ?? "";
  const receiver = receiverOf(call);
  if (/stringify|quote|escape|encode/i.test(name)) return { kind: "word" };
  if (composition) return composition;
  if (external && isPathOf(external)) return pathTo(passed, call);
  const method = receiver && Object.hasOwn(byMethod, name) ? byMethod[name] : undefined;
  if (receiver && method) return method(evaluator.later(receiver, env), passed);
  const [first] = passed;
  return name === "String" && first ? { kind: "same", as: first } : undefined;
}

type Method = (receiver: Thunk, passed: readonly Thunk[]) => Composition;

const itself: Method = (receiver) => ({ kind: "same", as: receiver });

const byMethod: Readonly<Record<string, Method>> = {
  concat: (receiver, passed) => ({ kind: "sum", parts: [receiver, ...passed] }),
  filter: itself,
  flat: itself,
  join: (list, [between]) => ({ kind: "joined", list, between: onlyText(between) ?? "," }),
  slice: itself,
  split: (text) => ({ kind: "split", text }),
  toString: itself,
  trim: itself,
  trimEnd: itself,
  trimStart: itself,
};

function onlyText(thunk: Thunk | undefined): string | undefined {
  const [only, more] = thunk?.() ?? [];
  return only?.kind === "text" && !more ? only.text : undefined;
}

function isPathOf({ module, path }: External): boolean {
  return /^(node:)?path(\/\w+)?$/.test(module) && /^(join|resolve)$/.test(path.at(-2) ?? "");
}

/** `path.join(folder, "aws")`: it is the last part that names a program. */
function pathTo(passed: readonly Thunk[], node: ts.Node): Composition | undefined {
  const last = passed.at(-1);
  if (!last) return undefined;
  const folder = unknown(node, "its folder is not followed", emptyEnv, {
    composition: { kind: "word" },
  });
  return { kind: "sum", parts: [() => [folder], () => [{ kind: "text", text: "/", node }], last] };
}
