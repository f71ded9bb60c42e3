/** What all findings together say of each tool. */

import type { ServerPlan } from "../plan/plan.js";
import type { Contract, Exempt } from "./contract/index.js";
import type { Findings } from "./findings.js";
import type { Outcome, ServerProof, ToolProof } from "./types.js";

interface More {
  readonly parameterCharacters: number;
  /** The tools that were asked for; all where there are none. */
  readonly wanted: readonly string[];
  readonly exempt: Exempt;
}

/** The proof of a server: a tool is proven where nothing is wrong and nothing is missing. */
export function concluded(
  { server, scan, settings }: ServerPlan,
  { tools }: Contract,
  findings: Findings,
  { parameterCharacters, wanted, exempt }: More,
): Omit<ServerProof, "seconds"> {
  const places = new Map(scan.tools.map(({ name, place }) => [name, place]));
  const names = tools.map(({ name }) => name);
  const asked = names.filter((name) => isWanted(name, wanted));
  for (const name of asked) {
    const reason = exempt.get(name);
    if (reason !== undefined) {
      findings.gap(name, { check: "contract", reason: `it was left alone: ${reason}` });
    }
  }
  const proofs = asked.map((name): ToolProof => {
    const { faults, gaps, requests, seen } = findings.of(name);
    const place = places.get(name);
    const allowed = settings.allowUnproven.get(name) ?? settings.ignore.get(name);
    return {
      name,
      outcome: outcomeOf(faults.length, gaps.length),
      faults,
      gaps,
      requests,
      seen,
      ...(place && { place }),
      ...(allowed === undefined ? {} : { allowed }),
    };
  });
  return {
    name: server.name,
    root: server.root,
    tools: proofs,
    faults: findings.server.faults,
    notes: findings.server.notes,
    parameterCharacters,
    requests: proofs.reduce((sum, { requests }) => sum + requests, 0),
  };
}

/** Whether a tool is among those that were asked for: all are where none was named. */
export function isWanted(name: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.includes(name);
}

function outcomeOf(faults: number, gaps: number): Outcome {
  if (faults > 0) return "failed";
  return gaps > 0 ? "not proven" : "proven";
}

/** Whether a proof leaves nothing open: a gap that the configuration allows is none. */
export function isProven({ tools, faults }: ServerProof): boolean {
  const open = tools.some(
    ({ outcome, allowed }) =>
      outcome === "failed" || (outcome === "not proven" && allowed === undefined),
  );
  return !open && faults.length === 0;
}
