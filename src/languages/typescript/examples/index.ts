/** A call of a tool as its documentation would show it: what its schema requires, filled in. */

import type { Evaluator } from "../evaluate/evaluator.js";
import type { Value, Values } from "../evaluate/value.js";
import { fieldsOf } from "./fields.js";
import { sampleOf } from "./values.js";

/**
 * Arguments for a tool with this schema, none of them optional. Undefined where the schema can't be
 * read, or asks for something of a form that can't be guessed.
 */
export function exampleArguments(
  evaluator: Evaluator,
  schemas: Values,
): Record<string, unknown> | undefined {
  const [schema, ...others] = schemas;
  if (!schema || others.length > 0) return undefined;
  return objectSample(evaluator, schema);
}

function objectSample(evaluator: Evaluator, schema: Value): Record<string, unknown> | undefined {
  const fields = fieldsOf(evaluator, schema);
  if (!fields) return undefined;
  const filled: [string, unknown][] = [];
  for (const { name, value } of fields.filter(({ isRequired }) => isRequired)) {
    const sample = sampleOf(evaluator, name, value, (inner) => objectSample(evaluator, inner));
    if (sample === undefined) return undefined;
    filled.push([name, sample]);
  }
  return Object.fromEntries(filled);
}
