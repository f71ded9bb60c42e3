// SPDX-License-Identifier: MIT-0
import { offeredParameter, zodGeneration } from "./offered.js";
import { fieldsOf, PARAMETER, targetAccountIdJsonSchema } from "./parameter.js";
import { withParameterInShape, withParameterInZod } from "./zod-schema.js";

/**
 * A tool's schema with `target_account_id`, for schemas that are not written out where the tool is
 * registered: a raw shape, a zod object (of either zod), a JSON schema, or none. The result is a
 * copy of the same type; a schema that has the parameter already comes back as it is. Throws
 * TypeError for what can't take a parameter, when the tool is registered.
 */
export function withTargetAccountId<Schema>(schema: Schema): Schema {
  if (PARAMETER in fieldsOf(schema)) return schema;
  return withParameter(schema) as Schema;
}

function withParameter(schema: unknown): unknown {
  if (schema === undefined || schema === null) return emptyShape() ?? withParameterInJsonSchema({});
  if (zodGeneration(schema) !== undefined) return withParameterInZod(schema);
  if (isRawShape(schema)) {
    return Object.keys(schema).length === 0 ? emptyShape() : withParameterInShape(schema);
  }
  if ("~standard" in fieldsOf(schema) || typeof schema !== "object") {
    throw new TypeError(
      `This schema can't take ${PARAMETER}; register the tool with another kind.`,
    );
  }
  return withParameterInJsonSchema(schema);
}

/** A JSON schema with the parameter among its properties. */
export function withParameterInJsonSchema(schema: unknown): object {
  const { properties } = fieldsOf(schema);
  return {
    type: "object",
    ...fieldsOf(schema),
    properties: { ...fieldsOf(properties), [PARAMETER]: { ...targetAccountIdJsonSchema } },
  };
}

/** Whether this is an object of zod schemas. An empty one is, if the server has zod at all. */
export function isRawShape(value: unknown): value is Record<string, unknown> {
  const fields = Object.values(fieldsOf(value));
  if (fields.length === 0) return typeof value === "object" && offeredParameter() !== undefined;
  return (
    zodGeneration(value) === undefined &&
    fields.every((field) => zodGeneration(field) !== undefined)
  );
}

function emptyShape(): Record<string, unknown> | undefined {
  const parameter = offeredParameter();
  return parameter === undefined ? undefined : { [PARAMETER]: parameter };
}

/** What `withAccountConfig` gives a configuration that had no schema. */
type WithSchema<Config> = "inputSchema" extends keyof Config
  ? Config
  : Config & { inputSchema: Record<never, never> };

/**
 * The configuration object of `registerTool` with the parameter in its `inputSchema`, which is made
 * where there is none. Then the handler, written as `(extra)`, takes `withAccountContextOnly`.
 */
export function withAccountConfig<Config extends object>(config: Config): WithSchema<Config> {
  const inputSchema: unknown = withTargetAccountId(fieldsOf(config)["inputSchema"]);
  return { ...config, inputSchema } as WithSchema<Config>;
}
