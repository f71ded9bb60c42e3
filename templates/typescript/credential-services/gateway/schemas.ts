// SPDX-License-Identifier: MIT-0
// Rewrite what tools/list answers for gateways that cannot read all of JSON Schema.
//
// Behind an AgentCore Gateway a parameter written as `anyOf: [T, null]` loses its type, so that
// callers send text for numbers, and a `$ref` is refused. The answer is rewritten where it leaves
// the server; the server itself goes on checking arguments against its own schemas, null included,
// so no tool changes.
//
// What is rewritten is what keeps its meaning:
//
// - `$ref` is replaced by what it points to. Where a schema contains itself, the inner one keeps
//   only its type and its description.
// - An optional property that may also be null, and has no default but null, loses the null:
//   leaving the property out says the same. A required one keeps it, and so do array items.
// - Output schemas only get their `$ref` replaced: clients check answers, which may hold null, by
//   them.

/** A JSON Schema: an object, a boolean, or what is found inside one. */
export type Schema = unknown;
type Keywords = Record<string, Schema>;

const has = Object.prototype.hasOwnProperty;
const MAX_NODES = 20_000;
const ANNOTATIONS = new Set(["title", "description", "default", "examples", "deprecated"]);
/** Keywords whose value is a map of names to schemas; a name in them is not a keyword. */
const SCHEMA_MAPS = new Set(["properties", "patternProperties", "dependentSchemas"]);
const DEFINITIONS = new Set(["$defs", "definitions"]);
/** Keywords whose value is data, in which nothing is a schema. */
const DATA = new Set(["default", "const", "enum", "examples", "required"]);

/** The result of tools/list with its schemas flattened; anything else as it is. */
export function flattenToolList(result: unknown): unknown {
  if (!isObject(result) || !Array.isArray(result["tools"])) return result;
  return { ...result, tools: result["tools"].map(flattenTool) };
}

function flattenTool(tool: unknown): unknown {
  if (!isObject(tool) || !("inputSchema" in tool)) return tool;
  const flat: Keywords = { ...tool, inputSchema: flattenInputSchema(tool["inputSchema"]) };
  if ("outputSchema" in tool) flat["outputSchema"] = inlineReferences(tool["outputSchema"]);
  return flat;
}

/**
 * The schema of a tool's arguments without `$ref` and without null in optional properties. A schema
 * that would grow beyond 20,000 nodes is returned as it is.
 */
export function flattenInputSchema(schema: Schema): Schema {
  return dropNulls(inlineReferences(schema));
}

/** The schema with each local `$ref` replaced by what it points to. */
export function inlineReferences(root: Schema): Schema {
  let nodes = 0;
  let tooLarge = false;

  // `inside` are the references being replaced around the node.
  function inline(node: Schema, inside: readonly string[]): Schema {
    nodes += 1;
    tooLarge ||= nodes > MAX_NODES;
    if (tooLarge || !isObject(node)) return node;
    const { $ref: reference, ...copy } = mapParts(node, (part) => inline(part, inside));
    const rest = Object.fromEntries(Object.entries(copy).filter(([key]) => !DEFINITIONS.has(key)));
    if (reference === undefined) return rest;
    if (typeof reference !== "string" || !reference.startsWith("#")) {
      return { $ref: reference, ...rest };
    }
    return merge(target(reference, inside), rest);
  }

  function target(reference: string, inside: readonly string[]): Schema {
    const found = lookUp(root, reference);
    if (!inside.includes(reference)) return inline(found, [...inside, reference]);
    if (!isObject(found)) return found;
    const kept = Object.entries(found).filter(([key]) => key === "type" || key === "description");
    return Object.fromEntries(kept);
  }

  const flat = inline(root, []);
  return tooLarge ? root : flat;
}

/** A copy of a schema in which each schema directly inside it is changed. */
function mapParts(node: Keywords, change: (part: Schema) => Schema): Keywords {
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, mapPart(key, value, change)]),
  );
}

function mapPart(key: string, value: Schema, change: (part: Schema) => Schema): Schema {
  if (DATA.has(key) || DEFINITIONS.has(key)) return value;
  if (SCHEMA_MAPS.has(key) && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part)]));
  }
  return Array.isArray(value) ? value.map(change) : change(value);
}

/** What a local reference such as `#/$defs/Filter` points to; an empty schema if nothing. */
function lookUp(root: Schema, reference: string): Schema {
  let node = root;
  for (const step of reference.slice(1).split("/").slice(1)) {
    const name = decodeURIComponent(step).replace(/~1/g, "/").replace(/~0/g, "~");
    if (typeof node !== "object" || node === null || !has.call(node, name)) return {};
    node = (node as Keywords)[name];
  }
  return node;
}

/** Both at once: the siblings' annotations win, any other clash is kept as `allOf`. */
function merge(target: Schema, siblings: Keywords): Schema {
  const keys = Object.keys(siblings);
  if (keys.length === 0) return target;
  if (!isObject(target) || keys.some((key) => key in target && !ANNOTATIONS.has(key))) {
    return { allOf: [target], ...siblings };
  }
  return { ...target, ...siblings };
}

/** The node with null taken out of its optional properties, at every depth. */
function dropNulls(node: Schema): Schema {
  if (!isObject(node)) return node;
  const copy = mapParts(node, dropNulls);
  const properties = copy["properties"];
  if (!isObject(properties)) return copy;
  const required: unknown[] = Array.isArray(copy["required"]) ? copy["required"] : [];
  const entries = Object.entries(properties).map(([name, part]) => [
    name,
    required.includes(name) ? part : withoutNull(part),
  ]);
  return { ...copy, properties: Object.fromEntries(entries) };
}

/** The schema of an optional property, less its null and its default of null. */
function withoutNull(schema: Schema): Schema {
  if (!isObject(schema) || (schema["default"] ?? null) !== null) return schema;
  const { default: _, ...kept } = schema;
  for (const union of ["anyOf", "oneOf"]) {
    const branches = kept[union];
    if (Array.isArray(branches) && branches.some(isNull)) {
      return withoutNullBranch(kept, union, branches);
    }
  }
  const types = kept["type"];
  if (!Array.isArray(types) || !types.includes("null")) return schema;
  const rest = types.filter((name) => name !== "null");
  const values = kept["enum"];
  return {
    ...kept,
    type: rest.length === 1 ? rest[0] : rest,
    ...(Array.isArray(values) && { enum: values.filter((value) => value !== null) }),
  };
}

function withoutNullBranch(schema: Keywords, union: string, branches: Schema[]): Schema {
  const rest = branches.filter((branch) => !isNull(branch));
  if (rest.length !== 1) return { ...schema, [union]: rest };
  const siblings = Object.entries(schema).filter(([key]) => key !== union);
  return merge(rest[0], Object.fromEntries(siblings));
}

function isNull(schema: Schema): boolean {
  return isObject(schema) && schema["type"] === "null" && Object.keys(schema).length === 1;
}

function isObject(value: unknown): value is Keywords {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
