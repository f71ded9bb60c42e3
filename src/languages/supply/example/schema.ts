/** What an argument has to be, as far as its tool's source says it: the part of JSON Schema that examples need. */

/** The types that JSON Schema names. */
export type TypeName = "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";

export interface Schema {
  readonly type?: TypeName;
  /** All that is allowed, a single constant included. */
  readonly enum?: readonly unknown[];
  readonly format?: string;
  /** Each of them must be found in the text. */
  readonly patterns?: readonly RegExp[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  /** Of an object: the fields that must be given. */
  readonly required?: ReadonlyMap<string, Schema>;
}

/** The part of a bound's names that says where it counts. */
export function isWithin(value: number, schema: Schema): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  return (
    (minimum === undefined || value >= minimum) &&
    (maximum === undefined || value <= maximum) &&
    (exclusiveMinimum === undefined || value > exclusiveMinimum) &&
    (exclusiveMaximum === undefined || value < exclusiveMaximum) &&
    (multipleOf === undefined || Number.isInteger(value / multipleOf)) &&
    (schema.type !== "integer" || Number.isInteger(value))
  );
}

/** Whether a text has the length and the form that are asked. */
export function fits(text: string, { minLength = 0, maxLength, patterns = [] }: Schema): boolean {
  return (
    text.length >= minLength &&
    (maxLength === undefined || text.length <= maxLength) &&
    patterns.every((pattern) => pattern.test(text))
  );
}
