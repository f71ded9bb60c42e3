/** Which of the tools that one call registers by a config have a schema. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { type Env, emptyEnv, type Value } from "../evaluate/value.js";
import type { ts } from "../source/compiler.js";

export type Schemas = "all" | "some" | "none";

/**
 * How many of the tools have a schema so far, so that their handlers are called as `(args, extra)` and
 * not as `(extra)`. What can't be told counts as a schema.
 */
export function schemasOf(
  evaluator: Evaluator,
  call: ts.CallExpression,
  config: ts.Expression,
  schema: string,
): Schemas {
  const each = evaluator.environmentsOf(call, emptyEnv, [config]).flatMap((env) => {
    const values = evaluator.evaluate(config, env);
    return values.length === 0
      ? [true]
      : values.map((value) => hasSchema(evaluator, value, schema, env));
  });
  if (each.every((has) => has === true)) return "all";
  return each.every((has) => has === false) ? "none" : "some";
}

/** Undefined where the property is written and its value may be absent. */
function hasSchema(
  evaluator: Evaluator,
  value: Value,
  schema: string,
  env: Env,
): boolean | undefined {
  if (value.kind !== "object" || value.open !== undefined) return true;
  if (!value.properties.has(schema)) return false;
  return evaluator.member([value], schema, value.node, env).length > 0 || undefined;
}
