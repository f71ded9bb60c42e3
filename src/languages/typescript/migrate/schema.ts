/** How a schema gets the parameter, by the way in which it is written. */

import type { Evaluator } from "../evaluate/evaluator.js";
import type { Env, Value } from "../evaluate/value.js";
import { ts } from "../source/compiler.js";
import { around, at, intoLiteral } from "../source/insert.js";
import { above, bare, literalText, propertyOf } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import {
  chainOf,
  foreignSchema,
  isFixed,
  isJsonSchema,
  isNamed,
  isPlainZodObject,
  isRawShape,
  isTransformed,
  isZodObject,
  jsonLiteralWithin,
  zodObjectLiteral,
} from "./schema-kinds.js";
import { type Change, change, jsonProperty, type Refusal, zodProperty } from "./service-names.js";
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
  const json = jsonLiteralWithin(node);
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

/** `z.object({ target_account_id: targetAccountId })`, where the file has zod at hand. */
export function emptyZodObject(node: ts.Node): string | undefined {
  const declared = lookup(node, "z", "value");
  const statement = declared && above(declared, ts.isImportDeclaration);
  const specifier = statement && literalText(statement.moduleSpecifier);
  return specifier && /^zod(?:\/|$)/.test(specifier) ? `z.object({ ${zodProperty} })` : undefined;
}
