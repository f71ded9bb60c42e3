/** Arguments are made from a tool's schema: they fit it, and are the same each time. */

import { expect, test } from "vitest";
import { argumentsFor } from "../../../src/verify/client/arguments.js";
import type { Schema } from "../../../src/verify/client/listing.js";

function made(
  properties: Record<string, Schema>,
  required: string[],
  extent: "least" | "full" = "least",
) {
  const schema = { type: "object", properties, required, $defs: { Color: { enum: ["red"] } } };
  return argumentsFor({ name: "tool", inputSchema: schema }, extent);
}

test.each<[Schema, unknown]>([
  [{ type: "string" }, "example"],
  [{ type: "string", pattern: "^[A-Z]{4}$" }, "AAAA"],
  [{ type: "string", minLength: 10 }, "exampleaaa"],
  [{ type: "string", maxLength: 3 }, "exa"],
  [{ type: "string", format: "date-time" }, "2026-01-01T00:00:00Z"],
  [{ type: "integer", minimum: 5 }, 5],
  [{ type: "number", exclusiveMinimum: 0 }, 1],
  [{ type: "integer", maximum: 0 }, 0],
  [{ type: "boolean" }, false],
  [{ type: "array", items: { type: "integer" } }, [1]],
  [{ type: "array", items: { type: "string" }, minItems: 2 }, ["example", "example"]],
  [{ enum: ["fast", "slow"] }, "fast"],
  [{ const: 3 }, 3],
  [{ type: "string", default: "mine" }, "mine"],
  [{ anyOf: [{ type: "null" }, { type: "integer" }] }, 1],
  [{ type: ["null", "string"] }, "example"],
  [{ $ref: "#/$defs/Color" }, "red"],
  [
    { type: "object", properties: { a: { type: "string" }, b: {} }, required: ["a"] },
    { a: "example" },
  ],
  [{ type: "object", additionalProperties: { type: "string" } }, { example: "example" }],
])("%j", (schema, expected) => {
  expect(made({ value: schema }, ["value"])).toEqual({ value: expected });
});

test("names say what a text is", () => {
  const properties = { role_arn: {}, region: {}, vpc_id: {}, queryId: {}, sql: {}, grid: {} };
  expect(made(properties, Object.keys(properties))).toEqual({
    role_arn: "arn:aws:iam::123456789012:role/example",
    region: "us-east-1",
    vpc_id: "vpc-0123456789abcdef0",
    queryId: "00000000-0000-4000-8000-000000000000",
    sql: "SELECT 1",
    grid: "example",
  });
});

test("only what is required is filled in, or everything but the account", () => {
  const properties = { a: { type: "string" }, b: { type: "integer" }, target_account_id: {} };
  expect(made(properties, ["a"])).toEqual({ a: "example" });
  expect(made(properties, ["a"], "full")).toEqual({ a: "example", b: 1 });
});

test("a schema that holds itself comes to an end", () => {
  const node = {
    type: "object",
    properties: { next: { $ref: "#/$defs/Node" } },
    required: ["next"],
  };
  const inputSchema = { ...node, $defs: { Node: node } };
  expect(() => argumentsFor({ name: "tool", inputSchema }, "full")).not.toThrow();
});
