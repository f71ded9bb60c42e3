/** Follows expressions across files, by syntax: no type checker, nothing is run. */

import { ts } from "ts-morph";
import { bare, literalText, nameOf } from "../source/nodes.js";
import type { Project } from "../source/parse.js";
import { callOf } from "./calls.js";
import { createContexts } from "./contexts.js";
import { declarationOf } from "./declarations.js";
import type { Evaluator } from "./evaluator.js";
import { memberOf } from "./members.js";
import { objectOf } from "./objects.js";
import { type Env, emptyEnv, lazy, unknown, type Values } from "./value.js";

/** Ends loops that syntax alone can't see the end of. */
const maxDepth = 80;
/**
 * Steps that one question may take. A list of tools takes hundreds; what takes more branches at every
 * turn, and would be found too deeply nested in the end as well. Counted, not timed: the same everywhere.
 */
const maxSteps = 10_000;
/** Steps that all questions about a server may take together. */
const maxStepsInAll = 400_000;

/** An evaluator over a server's sources. What it finds is remembered for as long as it lives. */
export function createEvaluator(project: Project): Evaluator {
  const memo = new WeakMap<Env, Map<ts.Node, Values>>();
  const active = new WeakMap<Env, Set<ts.Node>>();
  let depth = 0;
  let steps = 0;
  let stepsInAll = 0;
  const evaluate = (node: ts.Expression, env: Env = emptyEnv): Values => {
    const inner = bare(node);
    const known = memo.get(env)?.get(inner);
    if (known) return known;
    const busy = active.get(env) ?? new Set<ts.Node>();
    active.set(env, busy);
    if (busy.has(inner)) return [];
    if (depth === 0) steps = 0;
    if (depth > maxDepth || ++steps > maxSteps || ++stepsInAll > maxStepsInAll) {
      return [unknown(inner, "it is too deeply nested to follow", env)];
    }
    busy.add(inner);
    depth++;
    try {
      const values = distinct(step(evaluator, inner, env));
      // What was cut short by a cycle above is not the whole truth, but asking again would be no better.
      const results = memo.get(env) ?? new Map<ts.Node, Values>();
      memo.set(env, results.set(inner, values));
      return values;
    } finally {
      depth--;
      busy.delete(inner);
    }
  };
  const evaluator: Evaluator = {
    project,
    evaluate,
    later: (node, env) => lazy(() => evaluate(node, env)),
    ...createContexts(() => evaluator),
    ...callOf(() => evaluator),
  };
  return evaluator;
}

function distinct(values: Values): Values {
  return values.length < 2 ? values : [...new Set(values)];
}

function step(evaluator: Evaluator, node: ts.Expression, env: Env): Values {
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) {
    return [{ kind: "text", text: node.text, node }];
  }
  if (ts.isTemplateExpression(node)) return templateOf(evaluator, node, env);
  if (ts.isIdentifier(node)) return declarationOf(evaluator, node, env);
  if (ts.isObjectLiteralExpression(node)) return [objectOf(evaluator, node, env)];
  if (ts.isArrayLiteralExpression(node)) {
    return [{ kind: "list", node, items: evaluator.spread(node.elements, env) }];
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

function templateOf(evaluator: Evaluator, node: ts.TemplateExpression, env: Env): Values {
  let made: { readonly text: string; readonly node: ts.Node }[] = [{ text: node.head.text, node }];
  for (const span of node.templateSpans) {
    const parts = evaluator.evaluate(span.expression, env);
    if (parts.some((part) => part.kind !== "text")) {
      return [unknown(node, "its text is made at run time", env)];
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
    return [...left, ...right()];
  }
  if (operator === ts.SyntaxKind.PlusToken) {
    return left.flatMap((a) =>
      right().map((b) =>
        a.kind === "text" && b.kind === "text"
          ? { kind: "text", text: a.text + b.text, node }
          : unknown(node, "its text is made at run time", env),
      ),
    );
  }
  return [unknown(node, "it is worked out at run time", env)];
}

function elementOf(evaluator: Evaluator, node: ts.ElementAccessExpression, env: Env): Values {
  const owners = evaluator.evaluate(node.expression, env);
  const literal = literalText(node.argumentExpression) ?? nameOfIndex(node.argumentExpression);
  if (literal !== undefined) return memberOf(evaluator, owners, literal, node, env);
  const keys = evaluator.evaluate(node.argumentExpression, env);
  return keys.flatMap((key) =>
    key.kind === "text"
      ? memberOf(evaluator, owners, key.text, node, env)
      : owners.flatMap((owner) => everyMember(owner, node, env)),
  );
}

function nameOfIndex(node: ts.Expression): string | undefined {
  return ts.isNumericLiteral(node) ? nameOf(node) : undefined;
}

/** Whatever an unknown key may find: each of the members. */
function everyMember(owner: Values[number], node: ts.Expression, env: Env): Values {
  if (owner.kind === "object") return [...owner.properties.values()].flatMap((each) => each());
  if (owner.kind === "list") return owner.items.flatMap((item) => item());
  return [unknown(node, "its key is worked out at run time", env)];
}
