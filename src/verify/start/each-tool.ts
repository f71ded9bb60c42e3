/** Goes through tools on one server, and on a new one where that ends on the way, or is behind with an answer. */

import type { Arguments } from "../client/arguments.js";
import type { Session } from "../client/session.js";
import type { Traffic } from "../traffic.js";
import type { Ending } from "./ending.js";
import type { Served } from "./served.js";

/** One tool, with what it is called with. */
export type Tool = readonly [name: string, args: Arguments];

/** What is under trial: a tool, what it is called with, and where. */
export interface Trial {
  readonly tool: string;
  readonly args: Arguments;
  readonly session: Session;
  readonly traffic: Traffic;
}

/** Starts a server for as long as something uses it. */
export type Open = <Result>(use: (served: Served) => Promise<Result>) => Promise<Result>;

/** What is done with tools, one after another. */
export interface Turns {
  readonly open: Open;
  readonly tools: readonly Tool[];
  /** Is told of each tool before its turn. */
  readonly progress: (tool: string) => void;
}

/**
 * Does something with each tool.
 * @param ended is told of the tool in the middle of which a server ended; where it gives false, the others are left out
 */
export async function eachTool(
  { open, tools, progress }: Turns,
  work: (trial: Trial) => Promise<void>,
  ended: (tool: Tool, ending: Ending) => boolean | Promise<boolean>,
): Promise<void> {
  let left = tools;
  const tryOne = ({ session, traffic }: Served, [tool, args]: Tool): Promise<void> => {
    progress(tool);
    return work({ tool, args, session, traffic });
  };
  while (left.length > 0) {
    const { rest, ending } = await open((served) => until(served, left, tryOne));
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
