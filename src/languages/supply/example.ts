/** The call that the section in a server's README shows, without and with an account. */

import type { Scan } from "../../types.js";

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

/** On one line, as people write it: `{ "a": 1, "b": ["c"] }`. */
function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}: ${json(each)}`,
  );
  return members.length > 0 ? `{ ${members.join(", ")} }` : "{}";
}
