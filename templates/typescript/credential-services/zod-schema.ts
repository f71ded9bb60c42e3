// SPDX-License-Identifier: MIT-0
import { type Generation, zodGeneration } from "./offered.js";
import { fieldsOf, PARAMETER } from "./parameter.js";
import { parameterFor } from "./zod-parameter.js";

// zod's classes are reached through the schema that is given, so that this file serves both
// generations of zod and needs neither.

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
