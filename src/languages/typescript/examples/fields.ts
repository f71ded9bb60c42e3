/** The fields of a schema: of a raw shape, of `z.object({…})`, of a JSON schema. */

import type { Evaluator } from "../evaluate/evaluator.js";
import type { Obj, Value, Values } from "../evaluate/value.js";
import { zodObjectLiteral } from "../migrate/schema-kinds.js";
import { parameterName } from "../migrate/service-names.js";
import { ts } from "../source/compiler.js";

export interface Field {
  readonly name: string;
  readonly value: Value;
  readonly isRequired: boolean;
}

/** Every field but the account; undefined where they can't be told. */
export function fieldsOf(evaluator: Evaluator, schema: Value): readonly Field[] | undefined {
  if (schema.kind === "unknown" && ts.isExpression(schema.node)) {
    const literal = zodObjectLiteral(schema.node);
    const [inner] = literal ? evaluator.evaluate(literal, schema.env) : [];
    return inner?.kind === "object" ? shapeFields(inner) : undefined;
  }
  if (schema.kind !== "object" || schema.open) return undefined;
  return isJson(schema) ? jsonFields(schema) : shapeFields(schema);
}

function isJson({ properties }: Obj): boolean {
  const [type] = properties.get("type")?.() ?? [];
  return type?.kind === "text";
}

function shapeFields({ properties, open }: Obj): Field[] | undefined {
  if (open) return undefined;
  return eachOf(properties, ([value]) => !methodsOf(value).some((name) => optional.has(name)));
}

const optional = new Set(["optional", "nullish", "default", "catch", "prefault", "exactOptional"]);

function jsonFields({ properties }: Obj): Field[] | undefined {
  const [required] = properties.get("required")?.() ?? [];
  const [inner] = properties.get("properties")?.() ?? [];
  const names = required?.kind === "list" ? required.items.flatMap((item) => item()) : [];
  if (names.some(({ kind }) => kind !== "text") || (required && required.kind !== "list")) {
    return undefined;
  }
  if (!inner) return names.length === 0 ? [] : undefined;
  if (inner.kind !== "object" || inner.open) return undefined;
  const isRequired = (name: string): boolean =>
    names.some((each) => each.kind === "text" && each.text === name);
  return eachOf(inner.properties, (_, name) => isRequired(name));
}

function eachOf(
  properties: Obj["properties"],
  isRequired: (values: Values, name: string) => boolean,
): Field[] | undefined {
  const fields: Field[] = [];
  for (const [name, make] of properties) {
    if (name === parameterName) continue;
    const values = make();
    const [value] = values;
    if (!value || values.length > 1) return undefined;
    fields.push({ name, value, isRequired: isRequired(values, name) });
  }
  return fields;
}

/** The maker and the methods that a zod schema went through: `string`, `min`, `optional`. */
export function methodsOf(value: Value | undefined): string[] {
  const external = value?.kind === "unknown" ? value.external : undefined;
  if (!/^zod(?:\/|$)/.test(external?.module ?? "")) return [];
  const path = (external?.path ?? []).filter((part) => part !== "()");
  // What the package is imported as is part of the path, `coerce` and `iso` are of the maker.
  const from = path.findIndex((part) => !/^(?:z|default|coerce|iso)$/.test(part));
  return from < 0 ? [] : path.slice(from);
}
