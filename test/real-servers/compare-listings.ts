/** `tools/list` after minus `tools/list` before: it must be `target_account_id` and nothing else. */

import type { JsonSchema, ListedTool } from "./listing.js";

const parameter = "target_account_id";
/** What MCP libraries write beside a schema as soon as it has a property. */
const writtenWithProperties = new Set(["$schema", "additionalProperties", "properties", "title"]);

export interface Comparison {
  /** Tools that have the parameter as it should be. */
  readonly withParameter: number;
  /** Tools whose description grew by the parameter's line. */
  readonly documented: number;
  /** Tools that took no arguments: their library now also writes what it always writes beside arguments. */
  readonly formerlyEmpty: number;
  /** Everything else that is different, in words. There must be nothing. */
  readonly differences: readonly string[];
}

/** Compares two listings of one server. `exempt` are tools reported as not migrated: they must not change at all. */
export function compareListings(
  before: readonly ListedTool[],
  after: readonly ListedTool[],
  exempt: ReadonlySet<string>,
): Comparison {
  const differences: string[] = [];
  const counts = { withParameter: 0, documented: 0, formerlyEmpty: 0 };
  const names = (tools: readonly ListedTool[]): string => tools.map(({ name }) => name).join(" ");
  if (names(before) !== names(after)) {
    differences.push(`the listed names or their order: ${names(before)} / ${names(after)}`);
    return { ...counts, differences };
  }
  before.forEach((old, index) => {
    const now = after[index] as ListedTool;
    if (exempt.has(old.name)) {
      if (!same(old, now)) differences.push(`${old.name}: changed, though reported as left alone`);
      return;
    }
    const found = parameterProblem(now.inputSchema);
    if (found) differences.push(`${old.name}: ${found}`);
    else counts.withParameter++;
    const { tool, documented } = withoutParameter(old, now);
    if (documented) counts.documented++;
    if (same(old, tool)) return;
    if (isEmptyOne(old, tool)) counts.formerlyEmpty++;
    else differences.push(`${old.name}: ${firstDifference(old, tool)}`);
  });
  return { ...counts, differences };
}

/** What is wrong with the parameter itself: it must be there, optional, and a plain string. */
function parameterProblem(schema: JsonSchema): string | undefined {
  const declared = schema.properties?.[parameter];
  if (!declared) return `no ${parameter}`;
  if (schema.required?.includes(parameter)) return `${parameter} is required`;
  const odd = Object.keys(declared).filter((key) =>
    /^(anyOf|oneOf|allOf|\$ref|not|enum)$/.test(key),
  );
  if (declared.type !== "string" || odd.length > 0) {
    return `${parameter} is no plain string: ${JSON.stringify(declared)}`;
  }
  return undefined;
}

/** The tool as it is now, without the parameter and without the line about it in the description. */
function withoutParameter(
  old: ListedTool,
  now: ListedTool,
): { tool: ListedTool; documented: boolean } {
  const { [parameter]: _added, ...properties } = now.inputSchema.properties ?? {};
  const description = withoutInsertion(old.description ?? "", now.description ?? "");
  const documented = description !== undefined && description !== (now.description ?? "");
  const tool: ListedTool = { ...now, inputSchema: { ...now.inputSchema, properties } };
  return { tool: documented ? { ...tool, description } : tool, documented };
}

/** `old`, if `now` is it with one run of text about the parameter put in; nothing otherwise. */
function withoutInsertion(old: string, now: string): string | undefined {
  let start = 0;
  while (start < old.length && old[start] === now[start]) start++;
  const rest = old.length - start;
  if (rest > now.length - start || (rest > 0 && !now.endsWith(old.slice(start)))) return undefined;
  const inserted = now.slice(start, now.length - rest);
  return inserted === "" || (inserted.includes("account") && isShort(inserted)) ? old : undefined;
}

function isShort(inserted: string): boolean {
  return inserted.trim().split("\n").length <= 4 && inserted.length < 400;
}

/** Whether `old` declared no arguments, and `now` differs only in what goes with declaring some. */
function isEmptyOne(old: ListedTool, now: ListedTool): boolean {
  if (Object.keys(old.inputSchema.properties ?? {}).length > 0) return false;
  const core = ({ inputSchema, ...rest }: ListedTool): string => {
    const kept = Object.entries(inputSchema).filter(([key]) => !writtenWithProperties.has(key));
    return JSON.stringify([rest, Object.fromEntries(kept)]);
  };
  return core(old) === core(now);
}

/** To the byte, the order of keys included. */
function same(one: ListedTool, other: ListedTool): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function firstDifference(old: ListedTool, now: ListedTool): string {
  const [left, right] = [JSON.stringify(old), JSON.stringify(now)];
  let at = 0;
  while (left[at] === right[at]) at++;
  const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 100);
  return `…${around(left)}… became …${around(right)}…`;
}
