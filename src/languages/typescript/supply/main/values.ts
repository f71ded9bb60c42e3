/** What a condition is worth while a server's main is loaded: by its arguments, its environment, who loads it. */

import { ts } from "../../source/compiler.js";
import { bare, memberName, nameOf } from "../../source/nodes.js";
import type { Project } from "../../source/parse.js";
import type { Callees } from "./callees.js";
import { called, onPath } from "./calls-of-values.js";
import { memberOf } from "./members-of-values.js";
import { named } from "./names-of-values.js";
import { binary, chosen, list, not, template } from "./operators.js";
import { importMeta, isImportMeta } from "./process-values.js";
import { fileOf, type Reader } from "./reader.js";
import { type Known, type Moment, unknown } from "./world.js";

/** How deep calls and names are followed. */
const deepest = 24;

/** `runAs` says under which path Node.js runs a source file. */
export function createReader(
  project: Project,
  calleesOf: Callees,
  runAs: (file: string) => string,
): Reader {
  const reader: Reader = {
    project,
    calleesOf,
    reads: [],
    runAs,
    valueOf: (node, moment) => valueIn(reader, node, moment),
  };
  return reader;
}

function valueIn(reader: Reader, node: ts.Expression, moment: Moment): Known {
  if (moment.depth > deepest) return unknown;
  const inner = bare(node);
  const deeper = { ...moment, depth: moment.depth + 1 };
  if (ts.isStringLiteralLike(inner)) return inner.text;
  if (ts.isNumericLiteral(inner)) return Number(inner.text);
  if (isImportMeta(inner)) return importMeta(fileOf(reader, inner), moment);
  if (ts.isIdentifier(inner)) return named(reader, inner, deeper);
  if (ts.isBinaryExpression(inner)) return binary(reader, inner, deeper);
  if (ts.isCallExpression(inner)) return called(reader, inner, deeper);
  if (ts.isNewExpression(inner)) return onPath(reader, inner, inner.arguments ?? [], deeper);
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
    return accessed(reader, inner, deeper);
  }
  if (ts.isPrefixUnaryExpression(inner)) return not(reader, inner, deeper);
  if (ts.isConditionalExpression(inner)) return chosen(reader, inner, deeper);
  return made(reader, inner, deeper);
}

function made(reader: Reader, node: ts.Expression, moment: Moment): Known {
  if (ts.isTemplateExpression(node)) return template(reader, node, moment);
  if (ts.isArrayLiteralExpression(node)) return list(reader, node, moment);
  if (ts.isObjectLiteralExpression(node)) return object(reader, node, moment);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  return node.kind === ts.SyntaxKind.NullKeyword ? null : unknown;
}

function accessed(
  reader: Reader,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  moment: Moment,
): Known {
  const whole = reader.valueOf(node.expression, moment);
  if (whole === unknown) return unknown;
  const written = memberName(node);
  if (written !== undefined) return memberOf(reader, whole, written);
  const key = ts.isElementAccessExpression(node)
    ? reader.valueOf(node.argumentExpression, moment)
    : unknown;
  return typeof key === "string" || typeof key === "number"
    ? memberOf(reader, whole, String(key))
    : unknown;
}

function object(reader: Reader, { properties }: ts.ObjectLiteralExpression, moment: Moment): Known {
  const members = new Map<string, Known>();
  for (const property of properties) {
    const name = nameOf(property.name);
    if (name === undefined) continue;
    if (ts.isPropertyAssignment(property))
      members.set(name, reader.valueOf(property.initializer, moment));
    else if (ts.isShorthandPropertyAssignment(property)) {
      members.set(name, named(reader, property.name, moment));
    } else members.set(name, unknown);
  }
  return { members, isOpen: properties.some(ts.isSpreadAssignment) };
}
