/** The report for a page: a summary of a job, or a document. */

import { asCell, asCode, table } from "../../report/markdown-text.js";
import { checks, type ServerProof, type ToolProof } from "../types.js";
import { faultText, totals } from "./terminal.js";

export function markdownReport(proofs: readonly ServerProof[]): string {
  return proofs.map(serverSection).join("\n");
}

function serverSection(proof: ServerProof): string {
  const header = ["tool", "outcome", "requests", "what is wrong or missing"];
  const rows = proof.tools.map((tool) => [
    asCode(tool.name),
    tool.outcome,
    String(tool.requests),
    remarks(tool),
  ]);
  const lines = [
    `## ${proof.name}`,
    "",
    totals(proof),
    "",
    table(header, rows),
    "",
    ...proof.faults.map((fault) => `- failed: ${asCell(faultText(fault))}`),
    ...proof.notes.map((note) => `- ${asCell(note)}`),
    `- checks: ${checks.join(", ")}`,
  ];
  return `${lines.join("\n")}\n`;
}

function remarks({ faults, gaps, allowed }: ToolProof): string {
  const texts = [
    ...faults.map(faultText),
    ...gaps.map(({ check, reason }) => `${check}: ${reason}`),
  ];
  const all = allowed === undefined ? texts : [...texts, `allowed: ${allowed}`];
  return all.map(asCell).join("<br>");
}
