/** The report for a page: a summary of a job, or a document. */

import { checks, type ServerProof, type ToolProof } from "../types.js";
import { faultText, totals } from "./terminal.js";

export function markdownReport(proofs: readonly ServerProof[]): string {
  return proofs.map(serverSection).join("\n");
}

function serverSection(proof: ServerProof): string {
  const header = ["tool", "outcome", "requests", "what is wrong or missing"];
  const rows = proof.tools.map((tool) =>
    [code(tool.name), tool.outcome, String(tool.requests), remarks(tool)].join(" | "),
  );
  const lines = [
    `## ${proof.name}`,
    "",
    totals(proof),
    "",
    `| ${header.join(" | ")} |`,
    `| ${header.map(() => "---").join(" | ")} |`,
    ...rows.map((row) => `| ${row} |`),
    "",
    ...proof.faults.map((fault) => `- failed: ${escaped(faultText(fault))}`),
    ...proof.notes.map((note) => `- ${escaped(note)}`),
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
  return all.map(escaped).join("<br>");
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
}
