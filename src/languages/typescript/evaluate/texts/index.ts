/** The texts that an expression may stand for, with marks where the source does not tell. */

import { ts } from "ts-morph";
import { argumentEnd, unknownWord, unknownWords } from "../../../shell/command-line.js";
import { importedNode } from "../../findings/origin-exports.js";
import { functionOf, returnedBy } from "../../findings/origin-functions.js";
import { bare, calledName, literalText, receiverOf } from "../../source/nodes.js";
import type { Project } from "../../source/parse.js";
import { lookup } from "../../source/scope.js";
import { joined, union } from "./alternatives.js";
import { type Trail, unknown } from "./lookup-context.js";
import { declared, member } from "./names.js";

const deepest = 12;
/** Most texts take tens of steps; functions that call each other multiply them. */
const mostSteps = 2000;

/**
 * Every text that an expression may come to. A list's arguments are parted by `argumentEnd`. What can't
 * be followed is `unknownWord` or `unknownWords`; where there are alternatives, one may be.
 */
export function textsOf(node: ts.Expression, project: Project): readonly string[] {
  return texts(node, { project, seen: [], left: { steps: mostSteps }, texts });
}

function texts(node: ts.Expression, trail: Trail): readonly string[] {
  const value = bare(node);
  const isEndless = trail.seen.length > deepest || trail.left.steps-- <= 0;
  if (isEndless || trail.seen.includes(value)) return unknown;
  const next: Trail = { ...trail, seen: [...trail.seen, value] };
  const text = literalText(value);
  if (text !== undefined) return [text];
  if (ts.isTemplateExpression(value)) return template(value, next);
  if (ts.isArrayLiteralExpression(value)) return list(value.elements, next);
  if (ts.isConditionalExpression(value)) {
    return union(texts(value.whenTrue, next), texts(value.whenFalse, next));
  }
  if (ts.isBinaryExpression(value)) return binary(value, next);
  if (ts.isIdentifier(value)) return named(value, next);
  if (ts.isPropertyAccessExpression(value)) return member(value, next);
  return ts.isCallExpression(value) ? called(value, next) : unknown;
}

function binary({ left, right, operatorToken }: ts.BinaryExpression, trail: Trail) {
  switch (operatorToken.kind) {
    case ts.SyntaxKind.PlusToken: {
      const first = texts(left, trail);
      const words = inserted(right, first.at(-1) ?? "", "", trail);
      return joined([first, words], "");
    }
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      // A variable of the environment says where the program is that the default names.
      return isEnvironment(left)
        ? texts(right, trail)
        : union(texts(left, trail), texts(right, trail));
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return union([""], texts(right, trail));
    default:
      return unknown;
  }
}

function isEnvironment(node: ts.Expression): boolean {
  return /^process\.env(\.|\[)/.test(bare(node).getText());
}

function template(value: ts.TemplateExpression, trail: Trail): readonly string[] {
  let before = value.head.text;
  const parts: (readonly string[])[] = [[before]];
  for (const { expression, literal } of value.templateSpans) {
    parts.push(inserted(expression, before, literal.text, trail), [literal.text]);
    before += `${unknownWord}${literal.text}`;
  }
  return joined(parts, "");
}

const several = /(arg|param|flag|option|opts|command|cmd|rest|extra|profile)/i;

/** What stands between two texts. In quotes, behind an option, or glued to something it is one word. */
function inserted(node: ts.Expression, before: string, after: string, trail: Trail) {
  const found = texts(node, trail);
  const isOne =
    /^["']/.test(after) ||
    /[^\s]$|\s--?[\w-]+\s+$/.test(before) ||
    (/^\s*\S+\s+\S/.test(before) && !several.test(node.getText()));
  return isOne ? found.map((text) => (text === unknownWords ? unknownWord : text)) : found;
}

function list(elements: readonly ts.Expression[], trail: Trail): readonly string[] {
  const parts = elements.map((element) =>
    ts.isSpreadElement(element)
      ? texts(element.expression, trail)
      : texts(element, trail).map((text) => text.replaceAll(unknownWords, unknownWord)),
  );
  return joined(parts, argumentEnd);
}

function named(value: ts.Identifier, trail: Trail): readonly string[] {
  if (value.text === "undefined") return [""];
  const declaration = lookup(value, value.text, "value");
  return declaration ? declared(declaration, trail) : unknown;
}

/** Methods of texts and lists, the way to a program, and functions of the server's own. */
function called(call: ts.CallExpression, trail: Trail): readonly string[] {
  const name = calledName(call) ?? "";
  const receiver = receiverOf(call);
  const [first] = call.arguments;
  if (/^(join|resolve)$/.test(name) && /\bpath$|^(join|resolve)$/.test(pathLike(call))) {
    const last = call.arguments.at(-1);
    return last ? texts(last, trail).map((text) => `${unknownWord}/${text}`) : unknown;
  }
  if (receiver && name === "join") {
    const between = literalText(first) ?? ",";
    return texts(receiver, trail).map((text) => text.replaceAll(argumentEnd, between));
  }
  if (receiver && name === "split") {
    return texts(receiver, trail).map((text) => text.trim().replaceAll(/\s+/g, argumentEnd));
  }
  if (receiver && name === "concat") {
    const more = call.arguments.map((each) => texts(each, trail));
    return joined([texts(receiver, trail), ...more], argumentEnd);
  }
  if (receiver && /^(trim\w*|toString|filter|slice|flat)$/.test(name))
    return texts(receiver, trail);
  if (name === "String" && first) return texts(first, trail);
  if (/stringify|quote|escape|encode/i.test(name)) return [unknownWord];
  return returned(call, trail);
}

function pathLike(call: ts.CallExpression): string {
  return (receiverOf(call) ?? call.expression).getText();
}

function returned(call: ts.CallExpression, trail: Trail): readonly string[] {
  const callee = bare(call.expression);
  const own = ts.isIdentifier(callee) ? lookup(callee, callee.text, "value") : undefined;
  const fn = functionOf(callee) ?? (own && importedNode(own, trail.project));
  const values = fn ? returnedBy(fn) : [];
  return values.length === 0 ? unknown : union(...values.map((each) => texts(each, trail)));
}
