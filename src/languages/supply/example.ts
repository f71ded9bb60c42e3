/** The call that the section in a server's README shows, without and with an account. */

import type { Example, Scan, ToolSite } from "../../types.js";

const account = "123456789012";

/** Values of the placeholders: a tool whose required arguments are known; else the first with a name. */
export function exampleValues(scan: Scan): [string, string][] {
  const shown = scan.tools.filter(
    ({ name, state }) => !name.startsWith("<") && state !== "ignored",
  );
  const example = shown.some(({ name }) => name === scan.example?.name) ? scan.example : undefined;
  const given = example?.arguments ?? {};
  return [
    ["EXAMPLE_TOOL", example?.name ?? shown[0]?.name ?? "tool_name"],
    ["EXAMPLE_ARGUMENTS", json(given)],
    ["EXAMPLE_WITH_ACCOUNT", json({ ...given, target_account_id: account })],
  ];
}

/** Tools tried before it is given up: one of the first mostly does. */
const mostTried = 20;

/**
 * A call of the first tool of which every required argument can be made up: `fill` gives the arguments,
 * undefined where they can't be. A reader may run the example, so tools that only read are tried first.
 */
export function exampleAmong<T extends Pick<ToolSite, "name" | "state">>(
  tools: readonly T[],
  fill: (tool: T) => Record<string, unknown> | undefined,
): Example | undefined {
  const live = tools.filter(
    ({ name, state }) => !name.startsWith("<") && state !== "unsupported" && state !== "ignored",
  );
  for (const tool of live.toSorted(byHarm).slice(0, mostTried)) {
    const filled = fill(tool);
    if (filled) return { name: tool.name, arguments: filled };
  }
  return undefined;
}

function byHarm({ name: one }: { name: string }, { name: other }: { name: string }): number {
  return Number(!reading.test(one)) - Number(!reading.test(other));
}

const reading =
  /^(?:aws[-_])?(?:list|get|describe|read|search|find|query|show|check|count|look_?up|view|echo)/i;

/** On one line, as people write it: `{ "a": 1, "b": ["c"] }`. */
function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}: ${json(each)}`,
  );
  return members.length > 0 ? `{ ${members.join(", ")} }` : "{}";
}

/** `my-bucket-name` for `bucketName`; what a name says the form of is of that form. */
export function textFor(name: string): string {
  if (/region/i.test(name)) return "us-east-1";
  if (/e-?mail$/i.test(name)) return "someone@example.com";
  if (/(?:^|_)ur[il]$|Ur[il]$/.test(name)) return "https://example.com";
  if (/date$|^(?:start|end|since|until)$/i.test(name)) return "2026-01-01";
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, "$1-$2").replaceAll(/[_\s]+/g, "-");
  return `my-${words.toLowerCase()}`;
}

/** The name of one of several, for an item of a list. */
export function singular(name: string): string {
  return name.replace(/(?<=[^s])s$/, "");
}
