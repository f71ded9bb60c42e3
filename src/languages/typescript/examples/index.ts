/** A call of a tool as its documentation would show it: what its schema requires, filled in. */

import { objectFor } from "../../supply/example/sample.js";
import type { Schema } from "../../supply/example/schema.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import type { Value, Values } from "../evaluate/value.js";
import { parameterName } from "../migrate/service-names.js";
import { ts } from "../source/compiler.js";
import { bare, calledName } from "../source/nodes.js";
import { isJsonSchema, jsonSchema } from "./json.js";
import { shapeFields, zodField } from "./zod.js";

/**
 * Arguments for a tool with this schema, none of them optional. Undefined where the schema can't be
 * read, or asks for something of a form that can't be made up.
 */
export function exampleArguments(
  evaluator: Evaluator,
  schemas: Values,
): Record<string, unknown> | undefined {
  const [schema, ...others] = schemas;
  const required = schema && others.length === 0 ? fieldsOf(evaluator, schema) : undefined;
  if (!required) return undefined;
  return objectFor(new Map([...required].filter(([name]) => name !== parameterName)));
}

/** The names of the fields that a schema requires; undefined where it can't be read. */
export function requiredNames(
  evaluator: Evaluator,
  schemas: Values,
): ReadonlySet<string> | undefined {
  const [schema, ...others] = schemas;
  const required = schema && others.length === 0 ? fieldsOf(evaluator, schema) : undefined;
  return required && new Set(required.keys());
}

type Fields = ReadonlyMap<string, Schema>;

/** The required fields of a raw shape, of a schema of zod or of a JSON schema. */
function fieldsOf(evaluator: Evaluator, value: Value): Fields | undefined {
  if (value.kind === "object") {
    return isJsonSchema(value) ? jsonSchema(value)?.required : shapeFields(evaluator, value);
  }
  if (value.kind !== "unknown" || !ts.isExpression(value.node)) return undefined;
  const behind = behindOf(bare(value.node));
  if (!behind) return zodField(evaluator, value)?.schema.required;
  const [inner, ...others] = evaluator.evaluate(behind, value.env);
  return inner && others.length === 0 ? fieldsOf(evaluator, inner) : undefined;
}

/** The schema of which this is the shape, or of which it makes a JSON schema. */
function behindOf(node: ts.Expression): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(node) && node.name.text === "shape") return node.expression;
  const isMade =
    ts.isCallExpression(node) && /^(?:zodToJsonSchema|toJSONSchema)$/.test(calledName(node) ?? "");
  return isMade ? node.arguments[0] : undefined;
}
