/** Makes up arguments that fit a JSON schema well enough to get past its validation. */

type Schema = Readonly<Record<string, unknown>>;

/** A value for a schema: required properties only, the least of everything. `root` holds its `$defs`. */
export function sampleOf(schema: Schema, root: Schema): unknown {
  if (typeof schema.$ref === "string") return sampleOf(resolve(schema.$ref, root), root);
  if ("const" in schema) return schema.const;
  if ("default" in schema) return schema.default;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf ?? schema.allOf) as Schema[] | undefined;
  if (choice?.[0]) return sampleOf(choice[0], root);
  return ofType(schema, root);
}

function ofType(schema: Schema, root: Schema): unknown {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case "string":
      return text(schema);
    case "number":
    case "integer":
      return (
        schema.minimum ??
        (schema.exclusiveMinimum === undefined ? 1 : Number(schema.exclusiveMinimum) + 1)
      );
    case "boolean":
      return true;
    case "array":
      return Array.from({ length: Number(schema.minItems ?? 0) }, () =>
        sampleOf((schema.items ?? {}) as Schema, root),
      );
    case "null":
      return null;
    default:
      return ofObject(schema, root);
  }
}

function text({ format, minLength }: Schema): string {
  if (format === "uri") return "https://example.com/";
  if (format === "date-time") return "2026-01-01T00:00:00Z";
  if (format === "date") return "2026-01-01";
  return "example".padEnd(Number(minLength ?? 0), "e");
}

function ofObject(schema: Schema, root: Schema): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  const required = (schema.required ?? []) as string[];
  return Object.fromEntries(required.map((name) => [name, sampleOf(properties[name] ?? {}, root)]));
}

/** `#/$defs/Name`, the only kind that MCP libraries write. */
function resolve(pointer: string, root: Schema): Schema {
  const steps = pointer.replace(/^#\//, "").split("/");
  return steps.reduce<Schema>((node, step) => (node[step] ?? {}) as Schema, root);
}
