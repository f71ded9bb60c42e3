import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  flattenInputSchema,
  flattenToolList,
} from "../../../templates/typescript/credential-services/gateway/schemas.js";
import { here, templates } from "./support/paths.js";

interface Case {
  name: string;
  schema: object;
  flat: object;
}

const cases: Case[] = JSON.parse(readFileSync(join(here, "gateway-schema-cases.json"), "utf8"));

/** Definitions that use the one before twice: 2^30 nodes if they were all written out. */
const exploding = {
  properties: { a: { $ref: "#/$defs/30" } },
  $defs: Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => {
      const part = { $ref: `#/$defs/${i}` };
      return [String(i + 1), { properties: { x: part, y: part } }];
    }),
  ),
};

const PYTHON = `
import json, sys
from schemas import flatten_input_schema
schemas = json.load(sys.stdin)
before = json.dumps(schemas)
flat = [flatten_input_schema(schema) for schema in schemas]
assert json.dumps(schemas) == before, 'the schemas were changed'
print(json.dumps(flat))
`;

function flattenedByPython(schemas: object[]): unknown[] {
  const { stdout, stderr } = spawnSync("python3", ["-c", PYTHON], {
    input: JSON.stringify(schemas),
    cwd: join(templates, "python", "cred_extract_services", "gateway"),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

describe("flattening a schema", () => {
  it.each(cases)("in TypeScript: $name", ({ schema, flat }) => {
    const before = JSON.stringify(schema);
    expect(flattenInputSchema(schema)).toEqual(flat);
    expect(JSON.stringify(schema)).toBe(before);
  });

  it("in Python: the same", () => {
    const flat = flattenedByPython(cases.map(({ schema }) => schema));
    for (const [index, { name, flat: expected }] of cases.entries()) {
      expect(flat[index], name).toEqual(expected);
    }
  });

  it("leaves a schema alone that would grow without measure", () => {
    expect(flattenInputSchema(exploding)).toEqual(exploding);
    expect(flattenedByPython([exploding])).toEqual([exploding]);
  });
});

describe("flattening the answer to tools/list", () => {
  const nullable = { anyOf: [{ $ref: "#/$defs/A" }, { type: "null" }] };
  const $defs = { A: { type: "string" } };

  it("keeps null in output schemas, by which clients check answers", () => {
    const schema = { type: "object", properties: { a: nullable }, $defs };
    const answer = { tools: [{ name: "t", inputSchema: schema, outputSchema: schema }] };
    expect(flattenToolList(answer)).toEqual({
      tools: [
        {
          name: "t",
          inputSchema: { type: "object", properties: { a: { type: "string" } } },
          outputSchema: {
            type: "object",
            properties: { a: { anyOf: [{ type: "string" }, { type: "null" }] } },
          },
        },
      ],
    });
  });

  it("leaves every other answer as it is", () => {
    const answer = { content: [{ type: "text", text: "tools" }] };
    expect(flattenToolList(answer)).toBe(answer);
  });
});
