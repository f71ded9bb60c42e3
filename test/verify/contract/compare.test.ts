/** What may change in `tools/list` is the parameter, and nothing else. */

import { expect, test } from "vitest";
import type { ListedTool } from "../../../src/verify/client/listing.js";
import { contractProblem } from "../../../src/verify/contract/compare.js";

const account = { type: "string", description: "Target AWS account ID." };
const before: ListedTool = {
  name: "list",
  description: "List things.",
  inputSchema: { type: "object", properties: { kind: { type: "string" } }, required: ["kind"] },
  annotations: { readOnlyHint: true },
};

function now(change: Partial<ListedTool> = {}, properties = {}): ListedTool {
  const { inputSchema } = before;
  const all = { ...inputSchema.properties, target_account_id: account, ...properties };
  return { ...before, inputSchema: { ...inputSchema, properties: all }, ...change };
}

test("the parameter and a line about it are all that may be added", () => {
  expect(contractProblem(before, now())).toBeUndefined();
  const description = "List things.\n\nArgs:\n  target_account_id: an account";
  expect(contractProblem(before, now({ description }))).toBeUndefined();
  expect(contractProblem(before, now({ ttlMs: 5 }))).toBeUndefined();
});

test("a tool that took nothing may get what goes with taking something", () => {
  const empty = { ...before, inputSchema: { type: "object" } };
  const properties = { target_account_id: account };
  const inputSchema = { type: "object", properties, additionalProperties: false };
  expect(contractProblem(empty, { ...before, inputSchema })).toBeUndefined();
});

test.each<[string, ListedTool, RegExp]>([
  ["no parameter", before, /takes no target_account_id/],
  ["a nullable one", now({}, { target_account_id: { anyOf: [] } }), /no plain string/],
  ["another type", now({}, { kind: { type: "integer" } }), /inputSchema is no longer the same/],
  ["another description", now({ description: "Lists." }), /description is no longer the same/],
  ["annotations gone", now({ annotations: {} }), /annotations is no longer the same/],
  ["an output schema", now({ outputSchema: { type: "object" } }), /outputSchema is no longer/],
])("%s is a fault", (_name, tool, problem) => {
  expect(contractProblem(before, tool)).toMatch(problem);
});

test("the account may not be required, and nothing else less required", () => {
  const { inputSchema } = now();
  const required = { ...inputSchema, required: ["kind", "target_account_id"] };
  expect(contractProblem(before, now({ inputSchema: required }))).toMatch(/is required/);
  const optional = { ...inputSchema, required: [] };
  expect(contractProblem(before, now({ inputSchema: optional }))).toMatch(/no longer the same/);
});
