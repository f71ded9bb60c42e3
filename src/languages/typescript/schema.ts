/** How a schema gets the parameter, by the way in which it is written. */

import { ts } from "ts-morph";
import { around, at, intoLiteral } from "./edits.js";
import type { Evaluator } from "./evaluate/evaluator.js";
import type { Env, Value } from "./evaluate/value.js";
import { lookup } from "./scope.js";
import { type Change, change, jsonProperty, type Refusal, zodProperty } from "./services.js";
import { above, bare, isFunctionNode, literalText, propertyOf } from "./syntax.js";
import { zodModule } from "./zod.js";

/** Where a schema stands decides what it may be: server.tool takes raw shapes only. */
export type SchemaPlace = "raw" | "any";

/** The change that gives a schema expression the parameter, or why none can. */
export function schemaChange(
  evaluator: Evaluator,
  schema: ts.Expression,
  env: Env,
  place: SchemaPlace,
): Change | Refusal {
  const node = bare(schema);
  if (ts.isObjectLiteralExpression(node)) return literalChange(node);
  const values = evaluator.evaluate(node, env);
  const foreign = values.map(foreignSchema).find((name) => name !== undefined);
  if (foreign) {
    return {
      reason: `the schema is made with ${foreign}, which takes no zod field; add an optional string target_account_id to it by hand and wrap the handler`,
    };
  }
  if (place === "raw" && values.some(isZodObject)) {
    return {
      reason:
        "server.tool takes a raw shape, and SDKs from 1.12 on take a z.object(…) for annotations, so that the tool lists no parameters; pass its .shape",
    };
  }
  if (chainOf(node).includes("transform") || values.some(isTransformed)) {
    return {
      reason:
        "the schema transforms its whole input, so that the account would be lost before the handler; move the transformation into the handler",
    };
  }
  const literal = zodObjectLiteral(node);
  if (literal) return withOwnZod(node, intoLiteral(literal, zodProperty));
  const json = jsonLiteralWithin(evaluator, node);
  if (json) return literalChange(json);
  if (isNamed(node) && values.length > 0 && isFixed(node) && hasOwnZod(node, values)) {
    if (values.every(isRawShape))
      return withOwnZod(schema, around(schema, "{ ...", `, ${zodProperty} }`));
    if (values.every(isPlainZodObject)) {
      return withOwnZod(schema, [at(node, schema.getEnd(), `.extend({ ${zodProperty} })`)]);
    }
  }
  return change(node, "withTargetAccountId", around(schema, "withTargetAccountId(", ")"));
}

/** Adds the parameter behind a shorthand property: `{ schema }` becomes `{ schema: … }`. */
export function shorthandChange(
  evaluator: Evaluator,
  property: ts.ShorthandPropertyAssignment,
  env: Env,
  place: SchemaPlace,
): Change | Refusal {
  const wanted = schemaChange(evaluator, property.name, env, place);
  if ("reason" in wanted) return wanted;
  const { text } = property.name;
  const before = wanted.edits.filter(({ offset }) => offset < property.name.getEnd());
  const after = wanted.edits.filter(({ offset }) => offset >= property.name.getEnd());
  const [open, close] = [before, after].map((edits) => edits.map((edit) => edit.text).join(""));
  const edit = at(property, property.name.getEnd(), `: ${open}${text}${close}`);
  return { edits: [edit], imports: wanted.imports };
}

/** A literal written where it is used: a raw shape, or a JSON schema. */
function literalChange(literal: ts.ObjectLiteralExpression): Change {
  if (!isJsonSchema(literal)) return withOwnZod(literal, intoLiteral(literal, zodProperty));
  const properties = propertyOf(literal, "properties");
  if (!properties) {
    const added = `properties: { ${jsonProperty} }`;
    return change(literal, "targetAccountIdJsonSchema", intoLiteral(literal, added));
  }
  const inner = ts.isPropertyAssignment(properties) ? bare(properties.initializer) : undefined;
  if (inner && ts.isObjectLiteralExpression(inner)) {
    return change(literal, "targetAccountIdJsonSchema", intoLiteral(inner, jsonProperty));
  }
  return change(literal, "withTargetAccountId", around(literal, "withTargetAccountId(", ")"));
}

function isJsonSchema(literal: ts.ObjectLiteralExpression): boolean {
  const type = propertyOf(literal, "type");
  return (
    type !== undefined &&
    ts.isPropertyAssignment(type) &&
    ts.isStringLiteralLike(bare(type.initializer))
  );
}

/** A change with the `targetAccountId` that is made with the zod which the file itself uses. */
export function withOwnZod(node: ts.Node, edits: Change["edits"]): Change {
  const source = node.getSourceFile();
  const need = { file: source.fileName, module: zodModule(source), names: ["targetAccountId"] };
  return { edits, imports: [need] };
}

/** Whether a schema from elsewhere is made with the zod of the file that uses it. */
function hasOwnZod(node: ts.Node, values: readonly Value[]): boolean {
  const module = zodModule(node.getSourceFile());
  return values.every((value) => {
    const source = value.node.getSourceFile();
    return !/["']zod/.test(source.text) || zodModule(source) === module;
  });
}

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
function zodObjectLiteral(node: ts.Expression): ts.ObjectLiteralExpression | undefined {
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
function jsonLiteralWithin(
  _evaluator: Evaluator,
  node: ts.Expression,
): ts.ObjectLiteralExpression | undefined {
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
function chainOf(node: ts.Expression): string[] {
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

function isNamed(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
}

/** Whether a name means the same wherever the place is reached from: no parameter, no loop variable. */
function isFixed(node: ts.Expression): boolean {
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

function isRawShape(value: Value): boolean {
  if (value.kind !== "object" || value.open) return isShapeMember(value);
  return !value.properties.has("type") || !value.properties.has("properties");
}

/** `X.shape` of a zod object. */
function isShapeMember(value: Value): boolean {
  return value.kind === "unknown" && isZod(value) && value.external?.path.at(-1) === "shape";
}

function isZodObject(value: Value): boolean {
  if (value.kind !== "unknown" || !isZod(value)) return false;
  const [first, ...rest] = (value.external?.path ?? []).filter((part) => part !== "z");
  return objectMakers.has(first ?? "") && rest.at(-1) === "()";
}

/** A zod object that still has `.extend`, and does not throw there. */
function isPlainZodObject(value: Value): boolean {
  if (!isZodObject(value)) return false;
  const effects = ["refine", "superRefine", "optional", "nullable", "default", "pipe", "brand"];
  return !effects.some((name) => value.kind === "unknown" && value.external?.path.includes(name));
}

function isTransformed(value: Value): boolean {
  return value.kind === "unknown" && isZod(value) && !!value.external?.path.includes("transform");
}

function isZod(value: Value): boolean {
  return value.kind === "unknown" && /^zod(?:\/|$)/.test(value.external?.module ?? "");
}

/** The library of a schema that is known to be no zod. */
function foreignSchema(value: Value): string | undefined {
  const module = value.kind === "unknown" ? value.external?.module : undefined;
  return module !== undefined &&
    /^(?:arktype|valibot|@valibot\/|@sinclair\/typebox|typebox|effect|yup|joi|superstruct)(?:\/|$|to)/.test(
      module,
    )
    ? module
    : undefined;
}

/** `z.object({ target_account_id: targetAccountId })`, where the file has zod at hand. */
export function emptyZodObject(node: ts.Node): string | undefined {
  const declared = lookup(node, "z", "value");
  const statement = declared && above(declared, ts.isImportDeclaration);
  const specifier = statement && literalText(statement.moduleSpecifier);
  return specifier && /^zod(?:\/|$)/.test(specifier) ? `z.object({ ${zodProperty} })` : undefined;
}
