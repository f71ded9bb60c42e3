/** Follows expressions across files, by syntax: no type checker, nothing is run. */

import { ts } from "../source/compiler.js";
import { bare, literalText, nameOf } from "../source/nodes.js";
import type { Project } from "../source/parse.js";
import { createBudget } from "./budget.js";
import { callOf } from "./calls.js";
import {
  madeAtRunTime,
  summandParts,
  templateParts,
  withDefault,
  writtenElements,
} from "./composition.js";
import { contextsOf } from "./contexts.js";
import { declarationOf } from "./declarations.js";
import { createEnvironments } from "./environments.js";
import type { Evaluator } from "./evaluator.js";
import { everyMember, memberOf } from "./members.js";
import { createMemo, type Question } from "./memo.js";
import { objectOf } from "./objects.js";
import {
  type Env,
  emptyEnv,
  type List,
  type TextValue,
  type Thunk,
  unknown,
  type Value,
  type Values,
} from "./value.js";

/** An evaluator over a server's sources. What it finds is remembered for as long as it lives. */
export function createEvaluator(project: Project): Evaluator {
  const budget = createBudget();
  const environments = createEnvironments();
  const memo = createMemo(budget);
  const expressions = new Map<Env, Map<ts.Node, Asked>>();
  const asked = (node: ts.Expression, env: Env): Asked => {
    const here = getOrInsert(expressions, env, newMap);
    return getOrInsert(here, node, () => {
      const own = environments.restricted(env, node);
      return own === env ? { question: {}, env } : asked(node, own);
    });
  };
  const questions = new Map<string, WeakMap<ts.Node, Question<unknown>>>();
  const evaluator: Evaluator = {
    project,
    evaluate(node, env = emptyEnv) {
      const inner = bare(node);
      const { question, env: own } = asked(inner, env);
      const cutShort = () => [unknown(inner, "it is too deeply nested to follow", own)];
      const work = () => distinct(step(evaluator, inner, own));
      return memo.ask<Values>(question, () => budget.step(work, cutShort), []);
    },
    later(node, env) {
      const expression = asked(bare(node), env);
      expression.later ??= () => evaluator.evaluate(node, expression.env);
      return expression.later;
    },
    lazy(make) {
      const question = newQuestion();
      return () => memo.ask<Values>(question, make, []);
    },
    ask<T>(about: string, node: ts.Node, work: () => T, inCircle: T): T {
      const asked = getOrInsert(questions, about, () => new WeakMap());
      const question = getOrInsert(asked, node, newQuestion) as Question<T>;
      return memo.ask(question, work, inCircle, true);
    },
    isExhausted: budget.isExhausted,
    ...environments,
    ...contextsOf(() => evaluator),
    ...callOf(() => evaluator),
  };
  return evaluator;
}

/** An expression that was asked for in an environment of which it can depend on all. */
interface Asked {
  readonly question: Question<Values>;
  readonly env: Env;
  later?: Thunk;
}

const newMap = () => new Map<ts.Node, Asked>();
const newQuestion = () => ({});

function getOrInsert<K extends object | string, V>(
  map: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Each value once, and so each text that is written in one place, and each reason why nothing is known there. */
function distinct(values: Values): Values {
  if (values.length < 2) return values;
  const seen = new Map<ts.Node, Set<string>>();
  return [...new Set(values)].filter((value) => {
    const sameAs = sameness(value);
    if (sameAs === undefined) return true;
    const here = getOrInsert(seen, value.node, () => new Set<string>());
    return !here.has(sameAs) && here.add(sameAs);
  });
}

/** What makes two values of one place the same; undefined where the way to them may. */
function sameness(value: Value): string | undefined {
  if (value.kind === "text") return value.through ? undefined : `text ${value.text}`;
  if (value.kind !== "unknown" || value.composition || value.type || value.isSpread) {
    return undefined;
  }
  const { external, reason } = value;
  if (!external) return `unknown ${reason}`;
  // What was given to a call is read where it was reached from.
  if (external.computed || isGivenSomething(value.node)) return undefined;
  return `unknown ${external.module} ${external.path.join(".")}`;
}

function isGivenSomething(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    return isGivenSomething(node.expression);
  }
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  return (node.arguments ?? []).length > 0 || isGivenSomething(node.expression);
}

function step(evaluator: Evaluator, node: ts.Expression, env: Env): Values {
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) {
    return [{ kind: "text", text: node.text, node }];
  }
  if (ts.isTemplateExpression(node)) return templateOf(evaluator, node, env);
  if (ts.isIdentifier(node)) return declarationOf(evaluator, node, env);
  if (ts.isObjectLiteralExpression(node)) return [objectOf(evaluator, node, env)];
  if (ts.isArrayLiteralExpression(node)) {
    return [listOf(evaluator, node, env)];
  }
  if (ts.isPropertyAccessExpression(node)) {
    return memberOf(evaluator, evaluator.evaluate(node.expression, env), node.name.text, node, env);
  }
  if (ts.isElementAccessExpression(node)) return elementOf(evaluator, node, env);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    return [{ kind: "function", node, env, ...(env.self ? { self: env.self } : {}) }];
  }
  if (ts.isCallExpression(node)) return evaluator.call(node, env);
  if (ts.isNewExpression(node)) return evaluator.construct(node, env);
  if (ts.isClassExpression(node)) return [{ kind: "class", node, env }];
  if (node.kind === ts.SyntaxKind.ThisKeyword) return evaluator.selfAt(node, env);
  if (ts.isConditionalExpression(node)) {
    return [...evaluator.evaluate(node.whenTrue, env), ...evaluator.evaluate(node.whenFalse, env)];
  }
  if (ts.isBinaryExpression(node)) return binaryOf(evaluator, node, env);
  if (isNothing(node)) return [];
  return [unknown(node, "it is worked out at run time", env)];
}

function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || node.kind === ts.SyntaxKind.FalseKeyword;
}

function listOf(evaluator: Evaluator, node: ts.ArrayLiteralExpression, env: Env): List {
  const items = evaluator.spread(node.elements, env);
  const list: List = { kind: "list", node, items };
  if (!node.elements.some(ts.isSpreadElement)) return list;
  return { ...list, elements: writtenElements(evaluator, node.elements, [env]) };
}

function templateOf(evaluator: Evaluator, node: ts.TemplateExpression, env: Env): Values {
  let made: { readonly text: string; readonly node: ts.Node }[] = [{ text: node.head.text, node }];
  for (const span of node.templateSpans) {
    const parts = evaluator.evaluate(span.expression, env);
    if (parts.length === 0 || parts.some((part) => part.kind !== "text")) {
      return [madeAtRunTime(node, templateParts(evaluator, node, env), env)];
    }
    // A name with something put before it is still written where the name is.
    const isName = /name$/i.test(span.expression.getText());
    made = made.flatMap((before) =>
      parts.flatMap((part) =>
        part.kind === "text"
          ? [
              {
                text: before.text + part.text + span.literal.text,
                node: isName ? part.node : before.node,
              },
            ]
          : [],
      ),
    );
  }
  return made.map((each) => ({ kind: "text", ...each }));
}

function binaryOf(evaluator: Evaluator, node: ts.BinaryExpression, env: Env): Values {
  const operator = node.operatorToken.kind;
  const right = (): Values => evaluator.evaluate(node.right, env);
  if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return right();
  if (operator === ts.SyntaxKind.EqualsToken || operator === ts.SyntaxKind.CommaToken) {
    return right();
  }
  const left = evaluator.evaluate(node.left, env);
  if (
    operator === ts.SyntaxKind.BarBarToken ||
    operator === ts.SyntaxKind.QuestionQuestionToken ||
    operator === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    operator === ts.SyntaxKind.BarBarEqualsToken
  ) {
    return [...withDefault(left, right), ...right()];
  }
  if (operator === ts.SyntaxKind.PlusToken) return sumOf(evaluator, node, left, right(), env);
  return [unknown(node, "it is worked out at run time", env)];
}

function sumOf(
  evaluator: Evaluator,
  node: ts.BinaryExpression,
  left: Values,
  right: Values,
  env: Env,
): Values {
  const isText = (value: Value): value is TextValue => value.kind === "text";
  const known = left
    .filter(isText)
    .flatMap((a) =>
      right.filter(isText).map((b): Value => ({ ...a, text: a.text + b.text, node })),
    );
  const isWhole = known.length > 0 && known.length === left.length * right.length;
  if (isWhole) return known;
  return [...known, madeAtRunTime(node, summandParts(evaluator, node, env), env)];
}

function elementOf(evaluator: Evaluator, node: ts.ElementAccessExpression, env: Env): Values {
  const owners = evaluator.evaluate(node.expression, env);
  const literal = literalText(node.argumentExpression) ?? nameOfIndex(node.argumentExpression);
  if (literal !== undefined) return memberOf(evaluator, owners, literal, node, env);
  const keys = evaluator.evaluate(node.argumentExpression, env);
  const texts = keys.filter((key) => key.kind === "text");
  const found = texts.flatMap((key) => memberOf(evaluator, owners, key.text, node, env));
  if (texts.length > 0 && texts.length === keys.length) return found;
  return [...found, ...owners.flatMap((owner) => everyMember(evaluator, owner, node, env))];
}

function nameOfIndex(node: ts.Expression): string | undefined {
  return ts.isNumericLiteral(node) ? nameOf(node) : undefined;
}
