/** A plausible value that a schema takes, or none. */

import { fits, isWithin, type Schema } from "./schema.js";

/** Objects in objects, and lists in lists, that are filled in. */
const deepest = 6;

/** The value for a field of this name; undefined where what is asked is nothing that can be made up. */
export function sampleFor(name: string, schema: Schema, depth = 0): unknown {
  if (depth > deepest) return undefined;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case "string":
      return textsFor(name, schema).find((text) => fits(text, schema));
    case "number":
    case "integer":
      return numbersFor(schema).find((number) => isWithin(number, schema));
    case "boolean":
      return true;
    case "null":
      return null;
    case "array":
      return listFor(name, schema, depth);
    case "object":
      return objectFor(schema.required ?? new Map(), depth);
    default:
      return undefined;
  }
}

/** What an object must hold; undefined where one of its fields can't be made up. */
export function objectFor(
  required: ReadonlyMap<string, Schema>,
  depth = 0,
): Record<string, unknown> | undefined {
  const filled = [...required].map(([name, field]) => [name, sampleFor(name, field, depth + 1)]);
  return filled.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(filled);
}

function listFor(name: string, { items, minItems = 1, maxItems }: Schema, depth: number): unknown {
  if (maxItems === 0 || !items) return maxItems === 0 || minItems === 0 ? [] : undefined;
  const item = sampleFor(singular(name), items, depth + 1);
  return item === undefined || minItems > 1 ? undefined : [item];
}

/** 1 where that is allowed, else what is next to a bound. */
function numbersFor(schema: Schema): number[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].flatMap((bound) =>
    bound === undefined ? [] : [bound, bound + 1, bound - 1, Math.ceil(bound), Math.floor(bound)],
  );
  const between = ((minimum ?? exclusiveMinimum ?? 0) + (maximum ?? exclusiveMaximum ?? 0)) / 2;
  return [1, ...(multipleOf === undefined ? [] : [multipleOf]), ...bounds, between];
}

const formats: Readonly<Record<string, string>> = {
  email: "someone@example.com",
  url: "https://example.com",
  uri: "https://example.com",
  uuid: "123e4567-e89b-42d3-a456-426614174000",
  guid: "123e4567-e89b-42d3-a456-426614174000",
  datetime: "2026-01-01T00:00:00Z",
  "date-time": "2026-01-01T00:00:00Z",
  date: "2026-01-01",
  time: "12:00:00",
  ipv4: "10.0.0.1",
  ip: "10.0.0.1",
};

/** Forms that texts about AWS commonly have: tried where a pattern is asked. */
const known = [
  "my-name",
  exampleArn("role/my-role"),
  "123456789012",
  "us-east-1",
  "i-0123456789abcdef0",
  "vpc-0123456789abcdef0",
  "my_name",
  "/my/name",
  "MyName",
  "myname",
  "MYNAME",
  "name",
  "NAME",
  "12:00",
  "2026-01",
  "1h",
  "1d",
  "PT1H",
  "1.0.0",
  "1",
  "a",
  "A",
  ...Object.values(formats),
];

function exampleArn(resource: string): string {
  return `arn:aws:iam::123456789012:${resource}`;
}

function textsFor(
  name: string,
  { format, patterns = [], minLength = 0, maxLength }: Schema,
): string[] {
  if (format !== undefined) return [formats[format]].filter((each) => each !== undefined);
  const usual = textFor(name);
  const [longer, shorter] = [usual.padEnd(minLength, "-example"), usual.slice(0, maxLength)];
  const tried = [usual, longer, shorter.replace(/\W+$/, "")];
  return patterns.length > 0 ? [...tried, ...known] : tried;
}

/** `my-bucket-name` for `bucketName`; what a name says the form of is of that form. */
function textFor(name: string): string {
  if (/region/i.test(name)) return "us-east-1";
  if (/e-?mail$/i.test(name)) return "someone@example.com";
  if (/(?:^|_)ur[il]$|Ur[il]$/.test(name)) return "https://example.com";
  if (/role_?arn$/i.test(name)) return exampleArn("role/my-role");
  if (/date$|^(?:start|end|since|until)$/i.test(name)) return "2026-01-01";
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, "$1-$2").replaceAll(/[_\s]+/g, "-");
  return `my-${words.toLowerCase()}`;
}

/** The name of one of several, for an item of a list. */
function singular(name: string): string {
  return name.replace(/(?<=[^s])s$/, "");
}
