/** The call that the section in a server's README shows, without and with an account. */

import type { Example, Scan, ToolSite } from "../../../types.js";

export const exampleAccount = "123456789012";

/** The call of a tool that takes the account, or will; undefined where none can be told. */
export function exampleOf({ example, tools }: Scan): Example | undefined {
  const isShown = tools.some(
    ({ name, state, fix }) => name === example?.name && (state === "migrated" || fix),
  );
  return isShown ? example : undefined;
}

/** A call as a client sends it. */
export function callText(
  { name, arguments: given }: Example,
  added: Readonly<Record<string, unknown>>,
): string {
  return json({ name, arguments: { ...given, ...added } });
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

/** The width that formatters give code in Markdown. */
const width = 80;

/** As people and formatters write it: on one line where that fits, `{ "a": 1, "b": ["c"] }`. */
function json(value: unknown, indent = "", before = 0): string {
  const flat = onOneLine(value);
  const isList = Array.isArray(value);
  if (indent.length + before + flat.length <= width || typeof value !== "object" || !value)
    return flat;
  const inner = `${indent}  `;
  const members = isList
    ? value.map((each) => json(each, inner))
    : Object.entries(value).map(([key, each]) => {
        const name = `${JSON.stringify(key)}: `;
        return name + json(each, inner, name.length);
      });
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  return `${open}\n${inner}${members.join(`,\n${inner}`)}\n${indent}${close}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}: ${onOneLine(each)}`,
  );
  return members.length > 0 ? `{ ${members.join(", ")} }` : "{}";
}
