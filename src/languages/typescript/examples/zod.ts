/** What a schema of zod asks for, by the calls that make it. */

import type { Schema } from "../../supply/example/schema.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import type { Obj, Unknown, Value, Values } from "../evaluate/value.js";
import { parameterName } from "../migrate/service-names.js";
import { ts } from "../source/compiler.js";
import { bare, calledName, receiverOf } from "../source/nodes.js";
import { constantOf, single } from "./constants.js";
import { type Field, methodOn } from "./zod-methods.js";

/** The schema that a value is; undefined where a call of its is not known: it may ask for anything. */
export function zodField(evaluator: Evaluator, value: Value): Field | undefined {
  if (value.kind !== "unknown" || !ts.isExpression(value.node)) return undefined;
  const call = bare(value.node);
  const path = zodPath(value);
  if (!ts.isCallExpression(call) || path.length === 0) return undefined;
  if (path.length === 1) return made(evaluator, value, call);
  const receiver = receiverOf(call);
  const before = receiver && single(evaluator.evaluate(receiver, value.env));
  const field = before && zodField(evaluator, before);
  const fields = (shape: Obj) => shapeFields(evaluator, shape);
  return (
    field && methodOn(field, calledName(call) ?? "", { evaluator, call, env: value.env, fields })
  );
}

/** The required fields of a raw shape; undefined where one can't be read. */
export function shapeFields(
  evaluator: Evaluator,
  { properties, open }: Obj,
): ReadonlyMap<string, Schema> | undefined {
  if (open) return undefined;
  const required = new Map<string, Schema>();
  for (const [name, values] of properties) {
    // Ours is never asked for.
    if (name === parameterName) continue;
    const field = fieldAt(evaluator, single(values()));
    if (field?.isOptional) continue;
    if (!field) return undefined;
    required.set(name, field.schema);
  }
  return required;
}

/** mcp-framework has each field as `{ type: z.string(), description }`. */
function fieldAt(evaluator: Evaluator, value: Value | undefined): Field | undefined {
  const inner = value?.kind === "object" ? single(value.properties.get("type")?.() ?? []) : value;
  return inner && (zodField(evaluator, inner) ?? optionalAtLast(inner));
}

/** Of what else can't be read it is still known that it may be left out. */
function optionalAtLast(value: Value): Field | undefined {
  const optional = /^(?:optional|nullish|default|catch|prefault|exactOptional)$/;
  const isOptional = value.kind === "unknown" && zodPath(value).some((name) => optional.test(name));
  return isOptional ? { schema: {}, isOptional } : undefined;
}

/** The maker and the methods that a schema went through: `string`, `min`, `optional`. */
function zodPath({ external }: Unknown): string[] {
  if (!/^zod(?:\/|$)/.test(external?.module ?? "")) return [];
  const path = (external?.path ?? []).filter((part) => part !== "()");
  // What the package is imported as is part of the path, `coerce` and `iso` are of the maker.
  const from = path.findIndex((part) => !/^(?:z|default|coerce|iso)$/.test(part));
  return from < 0 ? [] : path.slice(from);
}

const plain: Readonly<Record<string, Schema>> = {
  string: { type: "string" },
  number: { type: "number" },
  int: { type: "integer" },
  int32: { type: "integer" },
  boolean: { type: "boolean" },
  null: { type: "null" },
  email: { type: "string", format: "email" },
  url: { type: "string", format: "url" },
  uuid: { type: "string", format: "uuid" },
  datetime: { type: "string", format: "datetime" },
  ipv4: { type: "string", format: "ipv4" },
};

function made(evaluator: Evaluator, value: Unknown, call: ts.CallExpression): Field | undefined {
  const name = calledName(call) ?? "";
  const [first] = call.arguments;
  const given = first ? single(evaluator.evaluate(first, value.env)) : undefined;
  if (name === "optional" || name === "nullish") return { schema: {}, isOptional: true };
  if (name === "nullable") return given && zodField(evaluator, given);
  // A date is none of JSON, a text that is one is.
  const isDate = name === "date" && value.external?.path.includes("iso");
  const schema = isDate
    ? { type: "string" as const, format: "date" }
    : (plain[name] ?? composed(evaluator, name, given));
  return schema && { schema, isOptional: false };
}

/** What is made of other schemas, or of constants. */
function composed(
  evaluator: Evaluator,
  name: string,
  given: Value | undefined,
): Schema | undefined {
  if (name === "record") return { type: "object" };
  if (!given) return undefined;
  if (name === "literal" || name === "enum" || name === "nativeEnum") return choiceOf(given);
  if (/^(?:strict|loose)?object$/i.test(name)) {
    const required = given.kind === "object" ? shapeFields(evaluator, given) : undefined;
    return required && { type: "object", required };
  }
  if (name === "array") {
    const items = zodField(evaluator, given)?.schema;
    return items && { type: "array", items };
  }
  return name === "union" && given.kind === "list"
    ? firstOf(
        evaluator,
        given.items.map((item) => item()),
      )
    : undefined;
}

function choiceOf(given: Value): Schema | undefined {
  const [first] =
    given.kind === "list"
      ? (given.items[0]?.() ?? [])
      : given.kind === "object"
        ? ([...given.properties.values()][0]?.() ?? [])
        : [given];
  const constant = first && constantOf(first);
  return constant === undefined ? undefined : { enum: [constant] };
}

/** Any of several will do: the first that is understood. */
function firstOf(evaluator: Evaluator, options: readonly Values[]): Schema | undefined {
  return options
    .map((values) => single(values))
    .map((value) => value && zodField(evaluator, value)?.schema)
    .find(Boolean);
}
