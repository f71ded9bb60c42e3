/** `tools/list` after minus `tools/list` before: it must be the parameter, and nothing else. */

import { type ListedTool, PARAMETER, type Schema } from "../client/listing.js";

/** What is wrong with a tool as it is listed now; undefined where only the parameter was added. */
export function contractProblem(before: ListedTool, now: ListedTool): string | undefined {
  return parameterProblem(now) ?? firstDifference(before, withoutParameter(before, now));
}

/** What is wrong with the parameter itself: it must be there, optional, and a plain string. */
function parameterProblem({ inputSchema }: ListedTool): string | undefined {
  const declared = inputSchema.properties?.[PARAMETER];
  if (!declared) return `it takes no ${PARAMETER}`;
  if (inputSchema.required?.includes(PARAMETER)) return `${PARAMETER} is required`;
  const odd = Object.keys(declared).some((key) => /^(anyOf|oneOf|allOf|\$ref|not|enum)$/.test(key));
  const shown = JSON.stringify(declared);
  return declared.type === "string" && !odd
    ? undefined
    : `${PARAMETER} is no plain string: ${shown}`;
}

/** What MCP libraries write beside a schema as soon as it has a property. */
const withProperties = new Set([
  "$schema",
  "additionalProperties",
  "properties",
  "title",
  "required",
]);
/** What a server may say anew with every list. */
const volatile = new Set(["ttlMs", "cacheScope", "_meta"]);

function withoutParameter(before: ListedTool, now: ListedTool): ListedTool {
  const { [PARAMETER]: _added, ...properties } = now.inputSchema.properties ?? {};
  const description = isDocumented(before.description ?? "", now.description ?? "")
    ? before.description
    : now.description;
  return {
    ...now,
    ...(description === undefined ? {} : { description }),
    inputSchema: { ...now.inputSchema, properties },
  };
}

/** Whether the description of now is the one of before with one run of text about the account put in. */
function isDocumented(before: string, now: string): boolean {
  let start = 0;
  while (start < before.length && before[start] === now[start]) start++;
  const rest = before.length - start;
  if (rest > now.length - start || (rest > 0 && !now.endsWith(before.slice(start)))) return false;
  const inserted = now.slice(start, now.length - rest);
  return inserted === "" || (inserted.includes("account") && inserted.length < 400);
}

/** The first field that differs, in words. */
function firstDifference(before: ListedTool, now: ListedTool): string | undefined {
  const fields = new Set([...Object.keys(before), ...Object.keys(now)]);
  for (const field of fields) {
    if (volatile.has(field)) continue;
    const [old, current] = [before[field], now[field]];
    if (field === "inputSchema" && isEmpty(before)) {
      if (same(core(old as Schema), core(current as Schema))) continue;
    }
    if (!same(old, current)) return `${field} is no longer the same: ${change(old, current)}`;
  }
  return undefined;
}

function isEmpty({ inputSchema }: ListedTool): boolean {
  return Object.keys(inputSchema.properties ?? {}).length === 0;
}

function core(schema: Schema): unknown {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !withProperties.has(key)));
}

/** To the byte, the order of keys included. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function change(old: unknown, current: unknown): string {
  const [left, right] = [JSON.stringify(old) ?? "nothing", JSON.stringify(current) ?? "nothing"];
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  const around = (text: string): string => text.slice(Math.max(0, at - 40), at + 60);
  return `…${around(left)}… became …${around(right)}…`;
}
