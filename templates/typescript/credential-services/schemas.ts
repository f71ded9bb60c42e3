// SPDX-License-Identifier: MIT-0
// Schemas of tools with the parameter in them, where they are not written out: raw shapes, objects of
// either zod, JSON schemas. zod's classes are reached through the schema that is given, so that this file
// serves both generations of zod and needs neither.
import { fieldsOf } from "./errors.js";
import {
  type AnyFunction,
  type Generation,
  offeredParameter,
  PARAMETER,
  targetAccountIdJsonSchema,
  withParameterInJsonSchema,
  wrapHandler,
  zodGeneration,
} from "./tools.js";

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

/**
 * The arguments of `registerTool` with the parameter in the schema and the handler wrapped, for one
 * call that registers many tools: `server.registerTool(...withAccountRegistration(name, config, handler))`.
 * Some of them may have no `inputSchema`; their handlers are written as `(extra)` and still get only that.
 */
export function withAccountRegistration<
  Name extends string,
  Config extends object,
  Handler extends AnyFunction,
>(name: Name, config: Config, handler: Handler): [name: Name, config: Config, handler: Handler] {
  const extraOnly = fieldsOf(config)["inputSchema"] === undefined;
  return [
    name,
    withAccountConfig(config) as Config,
    wrapHandler(handler, { tool: name, extraOnly }),
  ];
}

// --- zod ----------------------------------------------------------------------------------------

type Definition = Record<string, unknown>;
type Transform = (value: unknown, ...others: unknown[]) => unknown;

interface Zod3 {
  constructor: new (definition: Definition) => unknown;
}

interface Zod4 {
  clone(definition: Definition, options: { parent: true }): unknown;
}

/** Where a schema holds others: `.optional()`, `.refine()`, `.pipe()`, intersections. */
const WITHIN = ["innerType", "schema", "in", "out", "left", "right"];

/**
 * A zod schema with the parameter in its object, or in each of its objects. What the schema does
 * beside that stays: strictness, refinements, descriptions; a transformation of the whole input
 * passes the parameter on. Throws TypeError where there is no object.
 */
export function withParameterInZod(schema: unknown): unknown {
  const generation = zodGeneration(schema);
  const definition = definitionOf(schema);
  if (generation === undefined) throw notAnObject();
  const changed =
    "shape" in definition ? inShape(definition, generation, schema) : within(definition);
  const complete = { ...definition, ...changed };
  if (generation === 4) return (schema as Zod4).clone(complete, { parent: true });
  return new (schema as Zod3).constructor(complete);
}

/** A raw shape with the parameter. */
export function withParameterInShape(shape: Record<string, unknown>): Record<string, unknown> {
  const atHand = Object.values(shape)[0];
  const generation = zodGeneration(atHand);
  if (generation === undefined) throw notAnObject();
  return { ...shape, [PARAMETER]: parameterFor(generation, atHand) };
}

function definitionOf(schema: unknown): Definition {
  const { _zod, _def } = fieldsOf(schema);
  return fieldsOf(fieldsOf(_zod)["def"] ?? _def);
}

function inShape({ shape }: Definition, generation: Generation, schema: unknown): Definition {
  const known = fieldsOf(typeof shape === "function" ? shape() : shape);
  const complete = { ...known, [PARAMETER]: known[PARAMETER] ?? parameterFor(generation, schema) };
  return { shape: generation === 3 ? () => complete : complete };
}

function within(definition: Definition): Definition {
  const changed: Definition = {};
  for (const key of WITHIN) {
    const inner = definition[key];
    if (zodGeneration(inner) !== undefined) changed[key] = changedWithin(inner);
  }
  const { options, optionsMap, effect } = definition;
  // A discriminated union's map is of zod 3; both must hold the same schemas.
  if (optionsMap instanceof Map) {
    const changedMap = new Map([...optionsMap].map(([tag, one]) => [tag, withParameterInZod(one)]));
    Object.assign(changed, { options: [...changedMap.values()], optionsMap: changedMap });
  } else if (Array.isArray(options)) {
    changed["options"] = options.map(withParameterInZod);
  }
  if (Object.keys(changed).length === 0) throw notAnObject();
  if (effect !== undefined) changed["effect"] = carryingEffect(fieldsOf(effect));
  return changed;
}

/** One side of a pipe may be a mere transformation (zod 4), which knows no objects. */
function changedWithin(inner: unknown): unknown {
  const definition = definitionOf(inner);
  if (definition["type"] !== "transform") return withParameterInZod(inner);
  const transform = carrying(definition["transform"] as Transform);
  return (inner as Zod4).clone({ ...definition, transform }, { parent: true });
}

/** zod 3's refinements and transformations. */
function carryingEffect(effect: Definition): Definition {
  if (typeof effect["transform"] !== "function") return effect;
  return { ...effect, transform: carrying(effect["transform"] as Transform) };
}

/** A transformation that passes the parameter on: lost, the tool would run in the wrong account. */
function carrying(transform: Transform): Transform {
  return (value, ...others) => {
    const result = transform(value, ...others);
    const given = fieldsOf(value);
    if (!(PARAMETER in given)) return result;
    const carry = (done: unknown) => ({ [PARAMETER]: given[PARAMETER], ...fieldsOf(done) });
    return result instanceof Promise ? result.then(carry) : carry(result);
  };
}

function notAnObject(): TypeError {
  return new TypeError(`A schema that is no object can't take ${PARAMETER}.`);
}

interface Optional3 {
  _def: object;
  _parse(input: { data: unknown }): { status: "valid"; value: unknown };
}

interface Payload {
  value: unknown;
}

interface Optional4 {
  _zod: { run(payload: Payload): Payload; parse: unknown; toJSONSchema(): object };
}

/**
 * The parameter as a schema of one generation of zod: that of `zod.ts`, or, where the server's
 * `zod.ts` is of the other generation, one made of any schema that is at hand.
 */
export function parameterFor(generation: Generation, atHand: unknown): unknown {
  const offered = offeredParameter(generation);
  if (offered !== undefined) return offered;
  const optional = (atHand as { optional(): unknown }).optional();
  return generation === 3 ? likeString3(optional as Optional3) : likeString4(optional as Optional4);
}

// An optional schema answers for a key that may be missing. What it does with a value, and what it
// says it is in JSON schema, is replaced: it is a string now.

function likeString3(optional: Optional3): Optional3 {
  const { description } = targetAccountIdJsonSchema;
  optional._def = { typeName: "ZodString", checks: [], coerce: true, description };
  optional._parse = ({ data }) => ({ status: "valid", value: textOf(data) });
  return optional;
}

function likeString4(optional: Optional4): Optional4 {
  const internals = optional._zod;
  internals.run = (payload) => {
    payload.value = textOf(payload.value);
    return payload;
  };
  internals.parse = internals.run;
  internals.toJSONSchema = () => ({ ...targetAccountIdJsonSchema });
  return optional;
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
