/** A plausible value for one field of a schema. */

import { singular, textFor } from "../../supply/example.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import type { Obj, Unknown, Value } from "../evaluate/value.js";
import { ts } from "../source/compiler.js";
import { bare } from "../source/nodes.js";
import { methodsOf } from "./fields.js";

type ObjectSample = (schema: Value) => Record<string, unknown> | undefined;

/** The value; undefined where the field asks for what can't be guessed, such as a pattern. */
export function sampleOf(
  evaluator: Evaluator,
  name: string,
  value: Value,
  objectSample: ObjectSample,
): unknown {
  if (value.kind === "object") return jsonSample(evaluator, name, value, objectSample);
  return value.kind === "unknown" ? zodSample(evaluator, name, value, objectSample) : undefined;
}

const formats: Readonly<Record<string, string>> = {
  email: "someone@example.com",
  url: "https://example.com",
  uri: "https://example.com",
  uuid: "123e4567-e89b-12d3-a456-426614174000",
  datetime: "2026-01-01T00:00:00Z",
  "date-time": "2026-01-01T00:00:00Z",
  date: "2026-01-01",
};

/** What is asked of a text beyond its length: nothing here makes one up that would do. */
const patterns =
  /^(?:regex|startsWith|endsWith|includes|refine|superRefine|check|pipe|length|max)$/;

function zodSample(
  evaluator: Evaluator,
  name: string,
  value: Unknown,
  objectSample: ObjectSample,
): unknown {
  const [kind = "", ...rest] = methodsOf(value);
  if (rest.some((method) => patterns.test(method) && !(method === "max" && kind !== "string"))) {
    return undefined;
  }
  const [first] = argumentsOf(value, kind);
  const inner = first ? evaluator.evaluate(first, value.env) : [];
  if (kind === "string") return rest.map((each) => formats[each]).find(Boolean) ?? textFor(name);
  if (kind in formats) return formats[kind];
  if (kind === "number" || kind === "int" || kind === "bigint") return numberFor(value);
  if (kind === "boolean") return true;
  if (kind === "record") return {};
  if (/^(?:strict|loose)?object$/i.test(kind)) return objectSample(value);
  return composedSample(evaluator, kind, name, inner[0], objectSample);
}

/** A literal, an enumeration, a list: what is made of the maker's first argument. */
function composedSample(
  evaluator: Evaluator,
  kind: string,
  name: string,
  item: Value | undefined,
  objectSample: ObjectSample,
): unknown {
  if (kind === "literal") return item?.kind === "text" ? literalOf(item) : undefined;
  if (kind === "enum") return item?.kind === "list" ? firstText(item.items[0]?.()) : undefined;
  if (kind === "array" && item) {
    const each = sampleOf(evaluator, singular(name), item, objectSample);
    return each === undefined ? undefined : [each];
  }
  return undefined;
}

/** The arguments of the maker, where it is written in the same chain. */
function argumentsOf({ node }: Unknown, kind: string): readonly ts.Expression[] {
  let at = ts.isExpression(node) ? bare(node) : undefined;
  while (at && ts.isCallExpression(at)) {
    const callee = bare(at.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
    if (name === kind) return at.arguments;
    at = ts.isPropertyAccessExpression(callee) ? bare(callee.expression) : undefined;
  }
  return [];
}

/** 1, or the least that is allowed. */
function numberFor(value: Unknown): number {
  const [least] = argumentsOf(value, "min");
  const number = least && ts.isNumericLiteral(bare(least)) ? Number(least.getText()) : 1;
  return Math.max(1, number);
}

function literalOf({ node, text }: Extract<Value, { kind: "text" }>): unknown {
  return ts.isNumericLiteral(node) ? Number(text) : text;
}

function firstText(values: readonly Value[] | undefined): string | undefined {
  const [first] = values ?? [];
  return first?.kind === "text" ? first.text : undefined;
}

function jsonSample(
  evaluator: Evaluator,
  name: string,
  schema: Obj,
  objectSample: ObjectSample,
): unknown {
  const member = (key: string): Value | undefined => schema.properties.get(key)?.()[0];
  const choices = member("enum");
  if (choices) return choices.kind === "list" ? firstText(choices.items[0]?.()) : undefined;
  if (schema.open || member("pattern")) return undefined;
  const [type, format, items] = [member("type"), member("format"), member("items")];
  if (type?.kind !== "text") return undefined;
  if (type.text === "string")
    return (format?.kind === "text" && formats[format.text]) || textFor(name);
  if (type.text === "number" || type.text === "integer") return 1;
  if (type.text === "boolean") return true;
  if (type.text === "object") return objectSample(schema);
  if (type.text !== "array" || !items) return undefined;
  const each = sampleOf(evaluator, singular(name), items, objectSample);
  return each === undefined ? undefined : [each];
}
