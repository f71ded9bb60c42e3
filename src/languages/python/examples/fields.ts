/** What pydantic asks of a field, by its annotation and what is said beside it. */

import type { Node } from "web-tree-sitter";
import type { Schema } from "../../supply/example/schema.js";
import type { Program } from "../evaluate/program.js";
import { type At, field, stringValue } from "../source/nodes.js";
import { annotationSchema } from "./annotations.js";

/** The schema of a field with this annotation and default; undefined where either asks for what is not known. */
export function fieldSchema(
  program: Program,
  type: At,
  value: Node | undefined,
  depth = 0,
): Schema | undefined {
  const metadata = (of: Schema, node: Node): Schema | undefined => withMetadata(of, node);
  const schema = annotationSchema(program, type, { metadata, fieldSchema, depth });
  return schema && value ? withMetadata(schema, value) : schema;
}

const bounds: Readonly<Record<string, keyof Schema>> = {
  ge: "minimum",
  gt: "exclusiveMinimum",
  le: "maximum",
  lt: "exclusiveMaximum",
  multiple_of: "multipleOf",
};
const lengths: Readonly<Record<string, readonly [ofText: keyof Schema, ofList: keyof Schema]>> = {
  min_length: ["minLength", "minItems"],
  max_length: ["maxLength", "maxItems"],
};
const silent = /^(?:description|title|default|examples|json_schema_extra|deprecated|repr|exclude)$/;

/** With what `Field(…)` asks for; undefined for any other call, which may ask for anything. */
function withMetadata(schema: Schema, node: Node): Schema | undefined {
  if (node.type === "string") return schema;
  if (node.type !== "call" || !/^(?:\w+\.)?Field$/.test(field(node, "function")?.text ?? "")) {
    return undefined;
  }
  let all: Schema = schema;
  for (const argument of field(node, "arguments")?.namedChildren ?? []) {
    const more = argument.type === "keyword_argument" ? keyword(all, argument) : {};
    if (!more) return undefined;
    all = { ...all, ...more };
  }
  return all;
}

function keyword(schema: Schema, argument: Node): Schema | undefined {
  const name = field(argument, "name")?.text ?? "";
  const value = field(argument, "value");
  if (silent.test(name)) return {};
  if (name === "pattern" || name === "regex") return value && patternPart(schema, value);
  const bound = bounds[name] ?? lengths[name]?.[schema.type === "array" ? 1 : 0];
  const number = value && numberOf(value);
  return bound === undefined || number === undefined ? undefined : { [bound]: number };
}

function patternPart(schema: Schema, value: Node): Schema | undefined {
  const text = stringValue(value);
  try {
    return text === undefined
      ? undefined
      : { patterns: [...(schema.patterns ?? []), new RegExp(text, "u")] };
  } catch {
    return undefined; // of a dialect that JavaScript does not read
  }
}

/** A number that is written as one. */
export function numberOf({ type, text }: Node): number | undefined {
  const isNumber = /^(?:integer|float|unary_operator)$/.test(type);
  const number = Number(text.replaceAll("_", ""));
  return isNumber && Number.isFinite(number) ? number : undefined;
}
