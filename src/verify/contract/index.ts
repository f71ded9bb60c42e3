/** The contract: what clients are told of the server, before and now. */

import type { ListedTool } from "../client/listing.js";
import type { Session } from "../client/session.js";
import type { Findings } from "../findings.js";
import { contractProblem, same } from "./compare.js";

/** All that a server lists. */
export interface Contract {
  readonly tools: readonly ListedTool[];
  /** Prompts, resources and their templates, by the method that lists them. */
  readonly others: Readonly<Record<string, readonly unknown[]>>;
}

const otherLists = {
  "prompts/list": "prompts",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
} as const;

/** Asks a server for all that it lists. */
export async function readContract(session: Session): Promise<Contract> {
  const tools = await session.listTools();
  const others: Record<string, readonly unknown[]> = {};
  for (const [method, field] of Object.entries(otherLists)) {
    others[method] = await session.list(method, field);
  }
  return { tools, others };
}

/** Tools that a retrofit left alone. */
export type Exempt = ReadonlyMap<string, string>;

/** Compares two contracts. `how` says of the second how it was had. */
export function compareContracts(
  before: Contract,
  now: Contract,
  exempt: Exempt,
  findings: Findings,
  how = "",
): void {
  const known = new Map(now.tools.map((tool) => [tool.name, tool]));
  const said = how === "" ? "" : `${how}: `;
  for (const old of before.tools) {
    const tool = known.get(old.name);
    known.delete(old.name);
    const problem = tool ? problemOf(old, tool, exempt) : "it is no longer listed";
    if (problem) findings.fault(old.name, { check: "contract", message: said + problem });
  }
  for (const name of known.keys()) {
    findings.fault(name, { check: "contract", message: `${said}it was not listed before` });
  }
  for (const [method, items] of Object.entries(before.others)) {
    if (same(items, now.others[method])) continue;
    const message = `${said}${method} is no longer the same`;
    findings.serverFault({ check: "contract", message });
  }
}

function problemOf(old: ListedTool, now: ListedTool, exempt: Exempt): string | undefined {
  if (!exempt.has(old.name)) return contractProblem(old, now);
  return same(old, now) ? undefined : "it changed, though it was left alone";
}

/** The characters that the parameter costs in `tools/list`. */
export function charactersAdded(before: Contract, now: Contract): number {
  return JSON.stringify(now.tools).length - JSON.stringify(before.tools).length;
}
