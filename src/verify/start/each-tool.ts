/** Goes through tools on one server, and on a new one where that ends on the way, or is behind with an answer. */

import type { Arguments } from "../client/arguments.js";
import type { Ending } from "./ending.js";
import type { Served } from "./served.js";

/** One tool, with what it is called with. */
export type Tool = readonly [name: string, args: Arguments];

/** Starts a server for as long as something uses it. */
export type Open = <Result>(use: (served: Served) => Promise<Result>) => Promise<Result>;

/**
 * Does something with each tool.
 * @param ended is told of the tool in the middle of which a server ended; where it gives false, the others are left out
 */
export async function eachTool(
  open: Open,
  tools: Iterable<Tool>,
  work: (served: Served, tool: Tool) => Promise<void>,
  ended: (tool: Tool, ending: Ending) => boolean | Promise<boolean>,
): Promise<void> {
  let left = [...tools];
  while (left.length > 0) {
    const { rest, ending } = await open((served) => until(served, left, work));
    const [last] = left.slice(0, left.length - rest.length).slice(-1);
    left = rest;
    if (ending && last && !(await ended(last, ending))) return;
  }
}

/** Those that are left where the server is no longer good for them, and how it ended if it did. */
async function until(
  served: Served,
  tools: readonly Tool[],
  work: (served: Served, tool: Tool) => Promise<void>,
): Promise<{ rest: Tool[]; ending?: Ending }> {
  for (const [index, tool] of tools.entries()) {
    await work(served, tool);
    const ending = served.ended();
    const rest = tools.slice(index + 1);
    if (ending) return { rest, ending };
    if (served.session.isBehind()) return { rest };
  }
  return { rest: [] };
}
