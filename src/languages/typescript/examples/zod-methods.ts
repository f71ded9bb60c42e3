/** What the methods of a schema of zod add to what it asks for. */

import type { Schema } from "../../supply/example/schema.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import type { Env, Obj } from "../evaluate/value.js";
import type { ts } from "../source/compiler.js";
import { literalText } from "../source/nodes.js";
import { numberGiven, patternGiven, single } from "./constants.js";

/** A schema, and whether a caller may leave out what it is for. */
export interface Field {
  readonly schema: Schema;
  readonly isOptional: boolean;
}

/** A method as it is called. */
interface Called {
  readonly evaluator: Evaluator;
  readonly call: ts.CallExpression;
  readonly env: Env;
  /** The required fields of a shape that is given to it. */
  readonly fields: (shape: Obj) => ReadonlyMap<string, Schema> | undefined;
}

/** Methods that a caller of the tool does not see. */
const silent =
  /^(?:describe|meta|register|brand|readonly|nullable|strict|passthrough|loose|strip|catchall|transform|trim|toLowerCase|toUpperCase|normalize|finite|safe|unwrap)$/;
const optional = /^(?:optional|nullish|default|catch|prefault|exactOptional)$/;
const formats = new Set(["email", "url", "uuid", "datetime", "date", "time", "ip", "ipv4"]);

/** The schema with the method called; undefined for one that may ask for anything. */
export function methodOn(field: Field, name: string, called: Called): Field | undefined {
  if (optional.test(name)) return { ...field, isOptional: true };
  if (silent.test(name)) return field;
  const more =
    bounds(field.schema, name, called) ??
    texts(field.schema, name, called) ??
    objects(field.schema, name, called);
  return more && { ...field, schema: { ...field.schema, ...more } };
}

const byType: Readonly<Record<string, readonly [least: keyof Schema, most: keyof Schema]>> = {
  string: ["minLength", "maxLength"],
  array: ["minItems", "maxItems"],
  number: ["minimum", "maximum"],
  integer: ["minimum", "maximum"],
};
const fixed: Readonly<Record<string, Schema>> = {
  positive: { exclusiveMinimum: 0 },
  negative: { exclusiveMaximum: 0 },
  nonnegative: { minimum: 0 },
  nonpositive: { maximum: 0 },
  int: { type: "integer" },
};
const exclusive: Readonly<Record<string, keyof Schema>> = {
  gt: "exclusiveMinimum",
  lt: "exclusiveMaximum",
  gte: "minimum",
  lte: "maximum",
  multipleOf: "multipleOf",
  step: "multipleOf",
};

function bounds(
  schema: Schema,
  name: string,
  { evaluator, call, env }: Called,
): Schema | undefined {
  const names = byType[schema.type ?? ""];
  if (!names) return undefined;
  const [least, most] = names;
  if (name === "nonempty") return { [least]: 1 };
  if (name in fixed) return fixed[name];
  const given = numberGiven(evaluator, call.arguments[0], env);
  if (given === undefined) return undefined;
  if (name === "min") return { [least]: given };
  if (name === "max") return { [most]: given };
  if (name === "length") return { [least]: given, [most]: given };
  const bound = exclusive[name];
  return bound && { [bound]: given };
}

function texts(schema: Schema, name: string, { evaluator, call, env }: Called): Schema | undefined {
  if (schema.type !== "string") return undefined;
  if (formats.has(name)) return { format: name };
  const [first] = call.arguments;
  const pattern =
    name === "regex" ? patternGiven(evaluator, first, env) : wordPattern(name, literalText(first));
  return pattern && { patterns: [...(schema.patterns ?? []), pattern] };
}

function wordPattern(name: string, word: string | undefined): RegExp | undefined {
  const exact = word?.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  if (exact === undefined) return undefined;
  if (name === "startsWith") return new RegExp(`^${exact}`);
  if (name === "endsWith") return new RegExp(`${exact}$`);
  return name === "includes" ? new RegExp(exact) : undefined;
}

function objects(
  schema: Schema,
  name: string,
  { evaluator, call, env, fields }: Called,
): Schema | undefined {
  const { required } = schema;
  if (!required) return undefined;
  const [first] = call.arguments;
  if (name === "partial") return first ? undefined : { required: new Map() };
  const given = first && single(evaluator.evaluate(first, env));
  if (given?.kind !== "object" || given.open) return undefined;
  if (name === "extend" || name === "safeExtend") {
    const more = fields(given);
    const kept = [...required].filter(([key]) => !given.properties.has(key));
    return more && { required: new Map([...kept, ...more]) };
  }
  const isKept = (key: string): boolean => given.properties.has(key) === (name === "pick");
  return name === "pick" || name === "omit"
    ? { required: new Map([...required].filter(([key]) => isKept(key))) }
    : undefined;
}
