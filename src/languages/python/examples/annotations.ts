/** What an annotation asks for. */

import type { Node } from "web-tree-sitter";
import type { Schema } from "../../supply/example/schema.js";
import type { Program } from "../evaluate/program.js";
import { type At, stringValue } from "../source/nodes.js";
import { classSchema } from "./models.js";
import type { Reading } from "./reading.js";

const deepest = 6;

const plain: Readonly<Record<string, Schema>> = {
  str: { type: "string" },
  int: { type: "integer" },
  float: { type: "number" },
  bool: { type: "boolean" },
  dict: { type: "object" },
  list: { type: "array", minItems: 0 },
  PositiveInt: { type: "integer", exclusiveMinimum: 0 },
  NonNegativeInt: { type: "integer", minimum: 0 },
  EmailStr: { type: "string", format: "email" },
  AnyUrl: { type: "string", format: "url" },
  HttpUrl: { type: "string", format: "url" },
  UUID: { type: "string", format: "uuid" },
  datetime: { type: "string", format: "datetime" },
  date: { type: "string", format: "date" },
};
const lists = /^(?:list|List|Sequence|set|Set|frozenset|FrozenSet|Iterable)$/;

/** The schema; undefined for an annotation that can't be followed. */
export function annotationSchema(program: Program, at: At, reading: Reading): Schema | undefined {
  if (reading.depth > deepest) return undefined;
  const node = inner(at.node);
  const one = (part: Node | undefined): Schema | undefined =>
    part && annotationSchema(program, { file: at.file, node: part }, reading);
  if (node.type === "none") return { type: "null" };
  if (/^(?:binary_operator|union_type)$/.test(node.type)) return firstOf(node.namedChildren, one);
  if (node.type === "identifier" || node.type === "attribute")
    return named(program, at.file, node, reading);
  const [name, ...parts] = partsOf(node);
  if (name === undefined) return undefined;
  return generic(lastWord(name), parts, one, reading);
}

function named(program: Program, file: string, node: Node, reading: Reading): Schema | undefined {
  const word = lastWord(node);
  return (
    plain[/^(?:Dict|Mapping)$/.test(word) ? "dict" : word === "List" ? "list" : word] ??
    classSchema(program, { file, node }, reading)
  );
}

type One = (part: Node | undefined) => Schema | undefined;

function generic(
  name: string,
  parts: readonly Node[],
  one: One,
  reading: Reading,
): Schema | undefined {
  const [first, ...others] = parts;
  if (name === "Annotated") return annotated(one(first), others, reading);
  if (name === "Optional") return one(first);
  if (name === "Union") return firstOf(parts, one);
  if (name === "Literal") return first && literal(inner(first));
  if (/^(?:dict|Dict|Mapping|MutableMapping)$/.test(name)) return { type: "object" };
  const isList = lists.test(name) || (/^tuple$/i.test(name) && others[0]?.text === "...");
  const items = isList ? one(first) : undefined;
  return items && { type: "array", items };
}

function annotated(
  schema: Schema | undefined,
  others: readonly Node[],
  { metadata }: Reading,
): Schema | undefined {
  return others.reduce<Schema | undefined>((so, node) => so && metadata(so, inner(node)), schema);
}

function literal(node: Node): Schema | undefined {
  const value = stringValue(node) ?? (node.type === "integer" ? Number(node.text) : undefined);
  return value === undefined ? undefined : { enum: [value] };
}

/** Any of several will do, null last. */
function firstOf(parts: readonly Node[], one: One): Schema | undefined {
  const readable = parts.flatMap((part) => one(part) ?? []);
  return readable.find(({ type }) => type !== "null") ?? readable[0];
}

/** The name of a generic type and what stands between its brackets. */
function partsOf(node: Node): Node[] {
  if (node.type === "subscript") return node.namedChildren;
  if (node.type !== "generic_type") return [];
  return node.namedChildren.flatMap((child) =>
    child.type === "type_parameter" ? child.namedChildren : [child],
  );
}

function inner(node: Node): Node {
  const [only] = node.namedChildren;
  return node.type === "type" && only ? inner(only) : node;
}

function lastWord({ text }: Node): string {
  return text.slice(text.lastIndexOf(".") + 1);
}
