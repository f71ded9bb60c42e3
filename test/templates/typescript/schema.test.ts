import { describe, expect, it } from "vitest";
import * as zod4 from "zod";
import * as mini from "zod/mini";
import * as zod3 from "zod-3";
import * as firstZod4 from "zod-3/v4";
import { zodToJsonSchema } from "zod-to-json-schema";
import {
  currentAccount,
  targetAccountId,
  targetAccountIdJsonSchema,
  withAccountConfig,
  withAccountTool,
  withTargetAccountId,
} from "../../../templates/typescript/credential-services/index.js";
import { useAccounts } from "./support/accounts.js";

const ONE = "111111111111";
const PARAMETER = {
  type: "string",
  description: "Target AWS account ID. If not provided, use default credentials.",
};

useAccounts();

// The libraries and versions that are compared share no types.
type Any = any;

const jsonOf = (schema: Any, z: Any = zod4): Any =>
  "_zod" in schema
    ? z.toJSONSchema(schema, { io: "input" })
    : zodToJsonSchema(schema, { strictUnions: true, pipeStrategy: "input" });

describe("the parameter", () => {
  it("is a plain string in JSON schema, not required, and takes a number", () => {
    const schema = zod4.z.object({ target_account_id: targetAccountId });
    for (const io of ["input", "output"] as const) {
      const json = zod4.z.toJSONSchema(schema, { io });
      expect(json.properties).toEqual({ target_account_id: PARAMETER });
      expect(json.required).toBeUndefined();
    }
    expect(schema.parse({ target_account_id: 22 })).toEqual({ target_account_id: "22" });
    expect(schema.parse({})).toEqual({});
    expect(targetAccountIdJsonSchema).toEqual(PARAMETER);
  });
});

describe.each<[string, Any]>([
  ["zod 3", zod3.z],
  ["zod 4", zod4.z],
  ["the first zod 4", firstZod4.z],
])("withTargetAccountId and %s", (_name, z) => {
  const valid = { a: "x", target_account_id: ONE };

  it("completes a raw shape, in the schema's own zod", () => {
    const shape = withTargetAccountId({ a: z.string() });
    const json = jsonOf(z.object(shape));
    expect(json.properties).toEqual({ a: { type: "string" }, target_account_id: PARAMETER });
    expect(json.required).toEqual(["a"]);
    expect(z.object(shape).parse({ a: "x" })).toEqual({ a: "x" });
    expect(z.object(shape).parse({ a: "x", target_account_id: 12 })).toEqual({
      a: "x",
      target_account_id: "12",
    });
    expect(withTargetAccountId(shape)).toBe(shape);
  });

  it.each<[string, (object: Any) => Any]>([
    ["an object", (object) => object],
    ["a strict object", (object) => object.strict()],
    ["a loose object", (object) => object.passthrough()],
    ["an optional object", (object) => object.optional()],
    ["an object with a default", (object) => object.default({ a: "d" })],
    ["a readonly object", (object) => object.readonly()],
    ["a refined object", (object) => object.refine(({ a }: Any) => a !== "bad")],
    ["an object in a preprocess", (object) => z.preprocess((value: Any) => ({ ...value }), object)],
    ["a transformed object", (object) => object.transform(({ a }: Any) => ({ a }))],
    ["an object transformed later", (object) => object.transform(async ({ a }: Any) => ({ a }))],
    ["a piped object", (object) => object.pipe(z.object({ a: z.string() }))],
    ["a union", (object) => z.union([object, z.object({ b: z.string() })])],
    ["an intersection", (object) => z.intersection(object, z.object({ a: z.string() }))],
    [
      "a discriminated union",
      () =>
        z.discriminatedUnion("a", [
          z.object({ a: z.literal("x") }),
          z.object({ a: z.literal("y"), b: z.string() }),
        ]),
    ],
  ])("completes %s: the parameter comes through", async (_what, make) => {
    const schema = make(z.object({ a: z.string() }));
    const completed = withTargetAccountId(schema);
    expect(await completed.parseAsync(valid)).toEqual(valid);
    expect(await completed.parseAsync({ a: "x" })).toEqual({ a: "x" });
    expect((await schema.safeParseAsync(valid)).data?.target_account_id).not.toBe("set");
  });

  it("keeps strictness, refinements and descriptions", () => {
    const strict = withTargetAccountId(z.object({ a: z.string() }).strict().describe("D"));
    expect(strict.safeParse({ a: "x", b: 1 }).success).toBe(false);
    expect(jsonOf(strict, z)).toMatchObject({ description: "D", additionalProperties: false });
    const refined = withTargetAccountId(
      z.object({ a: z.string() }).refine(({ a }: Any) => a !== "bad"),
    );
    expect(refined.safeParse({ a: "bad" }).success).toBe(false);
  });

  it.each<[string, Any]>([
    ["a string", z.string()],
    ["an array of objects", z.array(z.object({}))],
    ["a record", z.record(z.string(), z.string())],
  ])("refuses %s, at once and in words", (_what, schema) => {
    expect(() => withTargetAccountId(schema)).toThrow("no object");
  });
});

describe("other schemas", () => {
  it("completes zod mini", () => {
    const schema = withTargetAccountId(mini.object({ a: mini.string() }));
    expect(mini.parse(schema, { a: "x", target_account_id: 5 })).toEqual({
      a: "x",
      target_account_id: "5",
    });
    expect(jsonOf(schema).properties.target_account_id).toEqual(PARAMETER);
  });

  it("completes a JSON schema, on a copy", () => {
    const schema = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
    expect(withTargetAccountId(Object.freeze(schema))).toEqual({
      ...schema,
      properties: { ...schema.properties, target_account_id: PARAMETER },
    });
    expect(withTargetAccountId({ type: "object" })).toEqual({
      type: "object",
      properties: { target_account_id: PARAMETER },
    });
  });

  it("makes one where there is none", () => {
    expect(withTargetAccountId(undefined)).toEqual({ target_account_id: targetAccountId });
    expect(withTargetAccountId({})).toEqual({ target_account_id: targetAccountId });
  });

  it("refuses what it can't complete", () => {
    const standard = {
      "~standard": { version: 1, vendor: "other", validate: () => ({ value: 1 }) },
    };
    expect(() => withTargetAccountId(standard)).toThrow(TypeError);
    expect(() => withTargetAccountId("text")).toThrow(TypeError);
  });
});

describe("withAccountConfig", () => {
  it("completes a configuration, or gives it a schema", () => {
    const config = { title: "T", inputSchema: { a: zod4.z.string() } };
    const completed = withAccountConfig(config);
    expect(Object.keys(completed.inputSchema)).toEqual(["a", "target_account_id"]);
    expect(Object.keys(config.inputSchema)).toEqual(["a"]);
    expect(withAccountConfig({ title: "T" })).toEqual({
      title: "T",
      inputSchema: { target_account_id: targetAccountId },
    });
  });
});

describe("withAccountTool", () => {
  const account = async (args: object) => [Object.keys(args), currentAccount()?.accountId];

  it.each(["execute", "handler", "cb", "callback", "run", "handle"])(
    "completes an object with %s",
    async (key) => {
      const tool: Any = {
        name: "t",
        parameters: zod4.z.object({ a: zod4.z.string() }),
        [key]: account,
      };
      const completed = withAccountTool(tool);
      expect(completed).not.toBe(tool);
      expect(jsonOf(completed.parameters).properties.target_account_id).toEqual(PARAMETER);
      expect(await completed[key]({ a: 1, target_account_id: ONE })).toEqual([["a"], ONE]);
    },
  );

  it("gives FastMCP's tool without parameters an object of its zod", () => {
    const tool: Any = withAccountTool({ name: "t", execute: async () => "x" });
    expect(jsonOf(tool.parameters).properties).toEqual({ target_account_id: PARAMETER });
  });

  it("completes an instance in place, private fields and all", async () => {
    class Tool {
      inputSchema = { type: "object" };
      #secret = 3;
      async execute(_args: object) {
        return [this.#secret, currentAccount()?.accountId];
      }
    }
    const tool = new Tool();
    expect(withAccountTool(tool)).toBe(tool);
    expect(tool).toBeInstanceOf(Tool);
    expect(tool.inputSchema).toHaveProperty("properties");
    expect(await tool.execute({ target_account_id: ONE })).toEqual([3, ONE]);
  });

  const shape = { a: zod4.z.string() };
  const hints = { readOnlyHint: true };
  it.each<[string, unknown[], number]>([
    ["name, description, shape, handler", ["n", "d", shape], 2],
    ["name, shape, handler", ["n", shape], 1],
    ["name, description, shape, annotations, handler", ["n", "d", shape, hints], 2],
    ["name, shape, annotations, handler", ["n", shape, hints], 1],
  ])("completes the arguments %s", async (_form, before, at) => {
    const completed: Any = withAccountTool([...before, account]);
    expect(completed).toHaveLength(before.length + 1);
    expect(completed[at].target_account_id).toBe(targetAccountId);
    expect(await completed[before.length]({ a: 1, target_account_id: ONE })).toEqual([["a"], ONE]);
  });

  it.each<[string, unknown[], unknown[]]>([
    ["name, handler", ["n"], ["n", "shape"]],
    ["name, description, handler", ["n", "d"], ["n", "d", "shape"]],
    ["name, annotations, handler", ["n", hints], ["n", "shape", hints]],
    ["name, description, annotations, handler", ["n", "d", hints], ["n", "d", "shape", hints]],
  ])("gives the arguments %s a schema, and the handler its extra", async (_form, before, after) => {
    const completed: Any = withAccountTool([
      ...before,
      async (extra: Any) => [extra.id, currentAccount()?.accountId],
    ]);
    const schema = { target_account_id: targetAccountId };
    expect(completed.slice(0, -1)).toEqual(after.map((one) => (one === "shape" ? schema : one)));
    const handler = completed[completed.length - 1];
    expect(await handler({ target_account_id: ONE }, { id: 4 })).toEqual([4, ONE]);
  });

  it("completes the arguments of registerTool", async () => {
    const [, config, handler]: Any = withAccountTool([
      "n",
      { description: "d", inputSchema: shape },
      account,
    ]);
    expect(Object.keys(config.inputSchema)).toEqual(["a", "target_account_id"]);
    expect(await handler({ a: 1, target_account_id: ONE })).toEqual([["a"], ONE]);
    const [, made, only]: Any = withAccountTool([
      "n",
      { description: "d" },
      async (extra: Any) => extra.id,
    ]);
    expect(Object.keys(made.inputSchema)).toEqual(["target_account_id"]);
    expect(await only({}, { id: 8 })).toBe(8);
  });

  it("refuses a tool without a handler", () => {
    expect(() => withAccountTool({ name: "t" })).toThrow("without a handler");
    expect(() => withAccountTool(["n", {}])).toThrow("handler");
  });
});
