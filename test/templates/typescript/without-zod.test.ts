import { describe, expect, it } from "vitest";
import { toJSONSchema, z } from "zod";
import { z as z3 } from "zod-3";
import { zodToJsonSchema } from "zod-to-json-schema";
import { withTargetAccountId } from "../../../templates/typescript/credential-services/schemas.js";

// A server without zod has no zod.ts, so nothing offers the parameter; nor does a server of one zod
// for schemas of the other.

const PARAMETER = {
  type: "string",
  description: "Target AWS account ID. If not provided, use default credentials.",
};

describe("without zod.ts", () => {
  it("makes a JSON schema where there is none", () => {
    const schema = { type: "object", properties: { target_account_id: PARAMETER } };
    expect(withTargetAccountId(undefined)).toEqual(schema);
    expect(withTargetAccountId({})).toEqual(schema);
  });

  it("makes the parameter of a zod 4 schema", () => {
    const schema = withTargetAccountId(z.object({ a: z.number() }));
    const json = toJSONSchema(schema);
    expect(json.properties).toEqual({ a: { type: "number" }, target_account_id: PARAMETER });
    expect(json.required).toEqual(["a"]);
    expect(schema.parse({ a: 1 })).toEqual({ a: 1 });
    expect(schema.parse({ a: 1, target_account_id: 5 })).toEqual({ a: 1, target_account_id: "5" });
    expect(z.object(withTargetAccountId({ a: z.number() })).parse({ a: 1 })).toEqual({ a: 1 });
  });

  it("makes the parameter of a zod 3 schema", () => {
    const schema = withTargetAccountId(z3.object({ a: z3.number() }));
    const json = zodToJsonSchema(schema as never) as { properties: object; required: string[] };
    expect(json.properties).toEqual({ a: { type: "number" }, target_account_id: PARAMETER });
    expect(json.required).toEqual(["a"]);
    expect(schema.parse({ a: 1 })).toEqual({ a: 1 });
    expect(schema.parse({ a: 1, target_account_id: 5 })).toEqual({ a: 1, target_account_id: "5" });
  });
});
