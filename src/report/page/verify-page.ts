/** Proofs as a page: what was proved of each tool, and by which requests. */

import { faultText, totals } from "../../verify/report/terminal.js";
import type { Check, Outcome, ServerProof, ToolProof } from "../../verify/types.js";
import { checks } from "../../verify/types.js";
import { count } from "../count.js";
import { groupedBy } from "../group.js";
import { shownPath, shownPlace } from "../places.js";
import type { Page, PageServer, PageTool } from "./model.js";

/** What is wrong comes first. */
const outcomes: readonly Outcome[] = ["failed", "not proven", "proven"];

/** The page of several proofs. Paths are shown from the folder `from`. */
export function verifyPage(proofs: readonly ServerProof[], from: string): Page {
  const tools = proofs.flatMap((proof, server) =>
    proof.tools.map((tool) => toolOf(tool, server, proof.root)),
  );
  const byState = groupedBy(tools, ({ state }) => state);
  const proven = byState.get("proven")?.length ?? 0;
  return {
    kind: "verify",
    title: `${proven} of ${count(tools.length, "tool")} proven`,
    lines: proofs.map(totals),
    servers: proofs.map((proof) => serverOf(proof, from)),
    stateName: "outcome",
    states: outcomes.filter((outcome) => byState.has(outcome)),
    groups: outcomes.flatMap((outcome) => {
      const own = byState.get(outcome);
      return own ? [{ title: outcome, why: [], tools: own }] : [];
    }),
    findings: [],
    shared: [],
    added: [],
    problems: [],
  };
}

function serverOf(
  { name, root, tools, faults, notes, requests }: ServerProof,
  from: string,
): PageServer {
  const amount = (outcome: Outcome): number =>
    tools.filter((tool) => tool.outcome === outcome).length;
  return {
    name,
    where: shownPath(root, from),
    counts: {
      proven: amount("proven"),
      failed: amount("failed"),
      "not proven": amount("not proven"),
      "AWS requests": requests,
    },
    notes: [...faults.map((fault) => `failed: ${faultText(fault)}`), ...notes],
  };
}

function toolOf(tool: ToolProof, server: number, root: string): PageTool {
  const { name, outcome, place, faults, gaps, seen, allowed } = tool;
  return {
    server,
    name,
    state: outcome,
    where: place ? shownPlace(place, root) : "",
    rules: [...new Set([...faults, ...gaps].map(({ check }) => check))],
    lines: [
      checks
        .filter((check) => check !== "deployable")
        .map((check) => `${check}: ${outcomeOf(check, tool)}`)
        .join(", "),
      ...faults.map((fault) => `failed: ${faultText(fault)}`),
      ...gaps.map(({ check, reason }) => `not proven: ${check}: ${reason}`),
      ...(allowed === undefined ? [] : [`allowed: ${allowed}`]),
      ...seen.map(
        ({ caller, request, signer, times }) =>
          `called with ${caller}: \`${request}\` signed by ${signer}${times > 1 ? ` (${times} times)` : ""}`,
      ),
    ],
    changes: [],
  };
}

function outcomeOf(check: Check, { faults, gaps }: ToolProof): string {
  const isOf = (each: { readonly check: Check }): boolean => each.check === check;
  if (faults.some(isOf)) return "failed";
  return gaps.some(isOf) ? "open" : "ok";
}
