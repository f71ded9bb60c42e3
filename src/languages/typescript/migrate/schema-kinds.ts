/** What kind of schema an expression is, by how it is written and by what it turns out to be. */

import type { Value } from "../evaluate/value.js";
import { ts } from "../source/compiler.js";
import { above, bare, isFunctionNode, propertyOf } from "../source/nodes.js";
import { lookup } from "../source/scope.js";

/** Methods after `z.object({…})` that keep every field as it was written. */
const keeping = new Set([
  "strict",
  "passthrough",
  "loose",
  "strip",
  "describe",
  "meta",
  "catchall",
  "refine",
  "superRefine",
  "check",
  "readonly",
  "brand",
]);
const objectMakers = new Set(["object", "strictObject", "looseObject"]);

/** The literal in `z.object({…})`, where what follows it keeps its fields. */
export function zodObjectLiteral(node: ts.Expression): ts.ObjectLiteralExpression | undefined {
  let at: ts.Expression = bare(node);
  for (;;) {
    if (!ts.isCallExpression(at)) return undefined;
    const callee = bare(at.expression);
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    const receiver = bare(callee.expression);
    if (objectMakers.has(callee.name.text) && !ts.isCallExpression(receiver)) {
      const [first] = at.arguments;
      const inner = first && bare(first);
      return inner && ts.isObjectLiteralExpression(inner) ? inner : undefined;
    }
    if (!keeping.has(callee.name.text)) return undefined;
    at = receiver;
  }
}

/** The JSON schema in `fromJsonSchema({…})` and `jsonSchema({…})`. */
export function jsonLiteralWithin(node: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = bare(node.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const [first] = node.arguments;
  const inner = first && bare(first);
  const isMaker = ts.isIdentifier(name) && /^(?:from)?jsonSchema$/i.test(name.text);
  return isMaker && inner && ts.isObjectLiteralExpression(inner) && isJsonSchema(inner)
    ? inner
    : undefined;
}

/** The names of the methods called in a chain, the first one first. */
export function chainOf(node: ts.Expression): string[] {
  const names: string[] = [];
  let at: ts.Expression = bare(node);
  while (ts.isCallExpression(at)) {
    const callee: ts.Expression = bare(at.expression);
    if (!ts.isPropertyAccessExpression(callee)) break;
    names.unshift(callee.name.text);
    at = bare(callee.expression);
  }
  return names;
}

export function isNamed(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
}

/** Whether a name means the same wherever the place is reached from: no parameter, no loop variable. */
export function isFixed(node: ts.Expression): boolean {
  let root = bare(node);
  while (ts.isPropertyAccessExpression(root)) root = bare(root.expression);
  if (!ts.isIdentifier(root)) return false;
  const declared = lookup(root, root.text, "value");
  if (!declared) return false;
  if (ts.isImportSpecifier(declared) || ts.isImportClause(declared)) return true;
  if (ts.isNamespaceImport(declared)) return true;
  return ts.isVariableDeclaration(declared) && !above(declared, isLoopOrFunctionWithParameters);
}

function isLoopOrFunctionWithParameters(node: ts.Node): node is ts.Node {
  return ts.isForOfStatement(node) || (isFunctionNode(node) && node.parameters.length > 0);
}

export function isRawShape(value: Value): boolean {
  if (value.kind !== "object" || value.open) return isShapeMember(value);
  return !value.properties.has("type") || !value.properties.has("properties");
}

/** `X.shape` of a zod object. */
function isShapeMember(value: Value): boolean {
  return value.kind === "unknown" && isZod(value) && value.external?.path.at(-1) === "shape";
}

export function isZodObject(value: Value): boolean {
  if (value.kind !== "unknown" || !isZod(value)) return false;
  const [first, ...rest] = (value.external?.path ?? []).filter((part) => part !== "z");
  return objectMakers.has(first ?? "") && rest.at(-1) === "()";
}

/** A zod object that still has `.extend`, and does not throw there. */
export function isPlainZodObject(value: Value): boolean {
  if (!isZodObject(value)) return false;
  const effects = ["refine", "superRefine", "optional", "nullable", "default", "pipe", "brand"];
  return !effects.some((name) => value.kind === "unknown" && value.external?.path.includes(name));
}

export function isTransformed(value: Value): boolean {
  return value.kind === "unknown" && isZod(value) && !!value.external?.path.includes("transform");
}

function isZod(value: Value): boolean {
  return value.kind === "unknown" && /^zod(?:\/|$)/.test(value.external?.module ?? "");
}

/** The library of a schema that is known to be no zod. */
export function foreignSchema(value: Value): string | undefined {
  const module = value.kind === "unknown" ? value.external?.module : undefined;
  return module !== undefined &&
    /^(?:arktype|valibot|@valibot\/|@sinclair\/typebox|typebox|effect|yup|joi|superstruct)(?:\/|$|to)/.test(
      module,
    )
    ? module
    : undefined;
}

/** Whether a literal is a JSON schema, not a raw shape: its type is a text. */
export function isJsonSchema(literal: ts.ObjectLiteralExpression): boolean {
  const type = propertyOf(literal, "type");
  return (
    type !== undefined &&
    ts.isPropertyAssignment(type) &&
    ts.isStringLiteralLike(bare(type.initializer))
  );
}
