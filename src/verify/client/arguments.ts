/** Arguments that fit a JSON schema, the same each time. */

import { compilePattern, sampleOf as matching } from "../judge/answers/pattern.js";
import { type ListedTool, PARAMETER, type Schema } from "./listing.js";
import { textNamed } from "./names.js";

export type Arguments = Readonly<Record<string, unknown>>;

/** How much is filled in: what is required, or everything but what lies deeper than this. */
export type Extent = "least" | "full";

const DEEPEST = 4;

/** Arguments for a tool, without an account. */
export function argumentsFor({ inputSchema }: ListedTool, extent: Extent): Arguments {
  const { [PARAMETER]: _account, ...properties } = inputSchema.properties ?? {};
  const schema = { ...inputSchema, type: "object", properties };
  return valueFor(schema, { root: inputSchema, name: "", extent, depth: 0 }) as Arguments;
}

interface Place {
  /** Holds the definitions that references lead to. */
  readonly root: Schema;
  /** The property's name: it says what a text is likely to be. */
  readonly name: string;
  readonly extent: Extent;
  readonly depth: number;
}

function valueFor(schema: Schema, place: Place): unknown {
  if (place.depth > DEEPEST * 2) return {};
  if (typeof schema.$ref === "string")
    return valueFor(resolved(schema.$ref, place.root), deeper(place));
  if ("const" in schema) return schema.const;
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const example = Array.isArray(schema.examples) ? schema.examples[0] : undefined;
  if (example !== undefined) return example;
  const choice = choiceOf(schema);
  return choice ? valueFor(choice, deeper(place)) : ofType(schema, place);
}

/** Of several schemas the first that is not null; all of those that must hold together. */
function choiceOf({ anyOf, oneOf, allOf, ...rest }: Schema): Schema | undefined {
  const choices = (anyOf ?? oneOf) as Schema[] | undefined;
  if (choices) return choices.find(({ type }) => type !== "null") ?? choices[0];
  return Array.isArray(allOf) ? Object.assign({}, rest, ...(allOf as Schema[])) : undefined;
}

function ofType(schema: Schema, place: Place): unknown {
  switch (typeOf(schema)) {
    case "string":
      return textOf(schema, place);
    case "integer":
    case "number":
      return numberOf(schema);
    case "boolean":
      return false;
    case "array":
      return listOf(schema, place);
    case "null":
      return null;
    default:
      return objectOf(schema, place);
  }
}

function typeOf({ type, properties, items }: Schema): unknown {
  if (Array.isArray(type)) return type.find((each) => each !== "null");
  return type ?? (properties ? "object" : items ? "array" : "string");
}

function textOf(schema: Schema, { name }: Place): string {
  const [min, max] = [Number(schema.minLength ?? 0), Number(schema.maxLength ?? 1024)];
  const wanted = textNamed(name, schema.format).padEnd(min, "a").slice(0, max);
  const expression =
    typeof schema.pattern === "string" ? compilePattern(schema.pattern) : undefined;
  const accepts = (text: string): boolean =>
    text.length >= min && text.length <= max && (expression?.test(text) ?? true);
  if (!expression || accepts(wanted)) return wanted;
  return matching(expression, accepts, min) ?? wanted;
}

function numberOf({ minimum, exclusiveMinimum, maximum, multipleOf }: Schema): number {
  const above = typeof exclusiveMinimum === "number" ? exclusiveMinimum + 1 : undefined;
  const least = Number(minimum ?? above ?? multipleOf ?? 1);
  return Math.min(Math.max(least, Math.min(1, least)), Number(maximum ?? least));
}

function listOf(schema: Schema, place: Place): unknown[] {
  const items = (schema.items ?? {}) as Schema;
  const length = Math.max(Number(schema.minItems ?? 0), 1);
  return Array.from({ length }, () => valueFor(items, deeper(place)));
}

function objectOf(schema: Schema, place: Place): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  const required = (schema.required ?? []) as string[];
  const all = place.extent === "full" && place.depth < DEEPEST;
  const names = all ? Object.keys(properties) : required;
  const entries = names.map((name) => [
    name,
    valueFor(properties[name] ?? {}, { ...deeper(place), name }),
  ]);
  if (entries.length === 0 && isMap(schema)) return { example: "example" };
  return Object.fromEntries(entries);
}

function isMap({ additionalProperties }: Schema): boolean {
  return typeof additionalProperties === "object" && additionalProperties !== null;
}

function deeper(place: Place): Place {
  return { ...place, depth: place.depth + 1 };
}

/** `#/$defs/Name`, the only kind that MCP libraries write. */
function resolved(pointer: string, root: Schema): Schema {
  const steps = pointer.replace(/^#\//, "").split("/");
  return steps.reduce<Schema>((node, step) => (node[step] ?? {}) as Schema, root);
}
