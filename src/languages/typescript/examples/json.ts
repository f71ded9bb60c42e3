/** What a JSON schema that is written out asks for. */

import type { Schema, TypeName } from "../../supply/example/schema.js";
import type { Obj, Value } from "../evaluate/value.js";
import { constantOf, numberOf } from "./constants.js";

/** Words that ask for nothing. */
const silent = new Set([
  "$schema",
  "$id",
  "$comment",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "additionalProperties",
  "readOnly",
  "writeOnly",
  "nullable",
  "uniqueItems",
]);
const numbers = [
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
] as const;
const understood = new Set([
  ...silent,
  ...numbers,
  "type",
  "enum",
  "const",
  "format",
  "pattern",
  "items",
  "properties",
  "required",
  "anyOf",
  "oneOf",
]);

/** Whether an object says what type something has, as a JSON schema does. */
export function isJsonSchema(value: Obj): boolean {
  return memberOf(value, "type")?.kind === "text";
}

/** The schema; undefined where a word of it is not known, or its value can't be told. */
export function jsonSchema(value: Obj): Schema | undefined {
  if (value.open || [...value.properties.keys()].some((key) => !understood.has(key)))
    return undefined;
  const choices = memberOf(value, "anyOf") ?? memberOf(value, "oneOf");
  if (choices) return value.properties.has("properties") ? undefined : firstOf(choices);
  const parts = [
    typePart(value),
    choicePart(value),
    textPart(value),
    numberPart(value),
    nestedPart(value),
  ];
  return parts.includes(undefined) ? undefined : Object.assign({}, ...parts);
}

type Part = Schema | undefined;

function memberOf({ properties }: Obj, name: string): Value | undefined {
  const values = properties.get(name)?.() ?? [];
  return values.length === 1 ? values[0] : undefined;
}

/** Any of several will do: the first that is understood. */
function firstOf(choices: Value): Part {
  const options = choices.kind === "list" ? choices.items.flatMap((item) => item()) : [];
  return options
    .map((each) => (each.kind === "object" ? jsonSchema(each) : undefined))
    .find(Boolean);
}

function typePart(value: Obj): Part {
  const type = memberOf(value, "type");
  const first = type?.kind === "list" ? type.items[0]?.()[0] : type;
  if (first?.kind === "text") return { type: first.text as TypeName };
  return value.properties.has("enum") || value.properties.has("const") ? {} : undefined;
}

function choicePart(value: Obj): Part {
  const { properties } = value;
  if (!properties.has("enum") && !properties.has("const")) return {};
  const choices = memberOf(value, "enum");
  const first = choices?.kind === "list" ? choices.items[0]?.()[0] : memberOf(value, "const");
  const constant = first && constantOf(first);
  return constant === undefined ? undefined : { enum: [constant] };
}

function textPart(value: Obj): Part {
  const { properties } = value;
  const [format, pattern] = [memberOf(value, "format"), memberOf(value, "pattern")];
  if (properties.has("format") && format?.kind !== "text") return undefined;
  if (properties.has("pattern") && pattern?.kind !== "text") return undefined;
  const expression = pattern?.kind === "text" ? compiled(pattern.text) : undefined;
  if (pattern && !expression) return undefined;
  return {
    ...(format?.kind === "text" && memberOf(value, "type")?.kind === "text"
      ? formatPart(format.text)
      : {}),
    ...(expression ? { patterns: [expression] } : {}),
  };
}

/** Of numbers it says how many bits they have. */
function formatPart(format: string): Schema {
  return /^(?:u?int\d+|float|double)$/.test(format) ? {} : { format };
}

function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}

function numberPart(value: Obj): Part {
  const given = numbers.filter((name) => value.properties.has(name));
  const pairs = given.map((name) => [name, numberOf(memberOf(value, name))]);
  return pairs.some(([, number]) => number === undefined) ? undefined : Object.fromEntries(pairs);
}

function nestedPart(value: Obj): Part {
  const items = memberOf(value, "items");
  const inner = items?.kind === "object" ? jsonSchema(items) : undefined;
  if (value.properties.has("items") && !inner) return undefined;
  const required = requiredOf(value);
  return required && { required, ...(inner ? { items: inner } : {}) };
}

function requiredOf(value: Obj): ReadonlyMap<string, Schema> | undefined {
  const [names, fields] = [memberOf(value, "required"), memberOf(value, "properties")];
  if (!value.properties.has("required")) return new Map();
  if (names?.kind !== "list") return undefined;
  const required = names.items.flatMap((item) => item());
  const found = required.map((name): [string, Schema | undefined] => {
    if (name.kind !== "text" || fields?.kind !== "object") return ["", undefined];
    const field = memberOf(fields, name.text);
    return [name.text, field?.kind === "object" ? jsonSchema(field) : undefined];
  });
  return found.every(isKnown) ? new Map(found.filter(isKnown)) : undefined;
}

function isKnown(pair: [string, Schema | undefined]): pair is [string, Schema] {
  return pair[1] !== undefined;
}
