/** The texts that an expression may stand for, with what the source does not tell left open. */

import { type Alternatives, anything, listed, only, union } from "../../../shell/alternatives.js";
import { type TemplatePart, template } from "../../../shell/template.js";
import { ts } from "../../source/compiler.js";
import { bare, literalText } from "../../source/nodes.js";
import type { Project } from "../../source/parse.js";
import { lookup } from "../../source/scope.js";
import { called } from "./calls.js";
import type { LookupContext } from "./lookup-context.js";
import { declared, item, member } from "./names.js";

const deepest = 12;
/** Most texts take tens of steps; functions that call each other multiply them. */
const mostSteps = 2000;

/** Every text or list of texts that an expression may come to; what can't be followed may be anything. */
export function textsOf(node: ts.Expression, project: Project): Alternatives {
  return texts(node, { project, seen: [], left: { steps: mostSteps }, texts });
}

function texts(node: ts.Expression, context: LookupContext): Alternatives {
  const value = bare(node);
  const isEndless = context.seen.length > deepest || context.left.steps-- <= 0;
  if (isEndless || context.seen.includes(value)) return anything;
  const next: LookupContext = { ...context, seen: [...context.seen, value] };
  const text = literalText(value);
  if (text !== undefined) return only(text);
  if (ts.isTemplateExpression(value)) return template(templateParts(value, next));
  if (ts.isArrayLiteralExpression(value)) {
    return listed(value.elements.map((each) => item(each, next)));
  }
  if (ts.isConditionalExpression(value)) {
    return union(texts(value.whenTrue, next), texts(value.whenFalse, next));
  }
  if (ts.isBinaryExpression(value)) return binary(value, next);
  if (ts.isIdentifier(value)) return named(value, next);
  if (ts.isPropertyAccessExpression(value)) return member(value, next);
  return ts.isCallExpression(value) ? called(value, next) : anything;
}

function binary(value: ts.BinaryExpression, context: LookupContext): Alternatives {
  const { left, right, operatorToken } = value;
  switch (operatorToken.kind) {
    case ts.SyntaxKind.PlusToken:
      return template(summands(value).map((each) => templatePart(each, context)));
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      // A variable of the environment says where the program is that the default names.
      return isEnvironment(left)
        ? texts(right, context)
        : union(texts(left, context), texts(right, context));
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return union(only(""), texts(right, context));
    default:
      return anything;
  }
}

function isEnvironment(node: ts.Expression): boolean {
  return /^process\.env(\.|\[)/.test(bare(node).getText());
}

function summands(node: ts.Expression): ts.Expression[] {
  const value = bare(node);
  const isSum =
    ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.PlusToken;
  return isSum ? [...summands(value.left), value.right] : [value];
}

function templateParts(value: ts.TemplateExpression, context: LookupContext): TemplatePart[] {
  const spans = value.templateSpans.flatMap(({ expression, literal }) => [
    templatePart(expression, context),
    literal.text,
  ]);
  return [value.head.text, ...spans];
}

function templatePart(node: ts.Expression, context: LookupContext): TemplatePart {
  return literalText(bare(node)) ?? { values: texts(node, context), source: node.getText() };
}

function named(value: ts.Identifier, context: LookupContext): Alternatives {
  if (value.text === "undefined") return only("");
  const declaration = lookup(value, value.text, "value");
  return declaration ? declared(declaration, context) : anything;
}
