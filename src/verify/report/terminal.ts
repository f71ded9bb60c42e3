/** The report for a terminal: a table, and what is behind every line that is not proven. */

import { shownPlace } from "../../report/places.js";
import { checks, type Fault, type ServerProof, type ToolProof } from "../types.js";

/** The whole report as text. Places are shown from the folder `from`. */
export function terminalReport(proofs: readonly ServerProof[], from: string): string {
  return proofs.map((proof) => serverReport(proof, from)).join("\n");
}

function serverReport(proof: ServerProof, from: string): string {
  const width = Math.max(4, ...proof.tools.map(({ name }) => name.length));
  const lines = [
    `${"tool".padEnd(width)}  outcome     ${checks.slice(0, 4).join("  ")}`,
    ...proof.tools.map((tool) => row(tool, width)),
    "",
    ...proof.tools.flatMap((tool) => details(tool, from)),
    ...proof.faults.map((fault) => `${proof.name}: failed: ${faultText(fault)}`),
    ...proof.notes.map((note) => `note: ${note}`),
    totals(proof),
  ];
  return `${lines.join("\n")}\n`;
}

function row({ name, outcome, faults, gaps }: ToolProof, width: number): string {
  const marks = checks.slice(0, 4).map((check) => {
    const failed = faults.some((fault) => fault.check === check);
    const open = gaps.some((gap) => gap.check === check);
    return (failed ? "FAILED" : open ? "-" : "ok").padEnd(check.length);
  });
  return `${name.padEnd(width)}  ${outcome.padEnd(10)}  ${marks.join("  ")}`.trimEnd();
}

function details(tool: ToolProof, from: string): string[] {
  const where = tool.place ? `${shownPlace(tool.place, from)}: ` : "";
  const allowed = tool.allowed === undefined ? "" : ` (allowed: ${tool.allowed})`;
  return [
    ...tool.faults.map((fault) => `${where}${tool.name}: failed: ${faultText(fault)}`),
    ...tool.gaps.map(
      ({ check, reason }) => `${where}${tool.name}: not proven: ${check}: ${reason}${allowed}`,
    ),
  ];
}

/** `isolation: called with B: … [s3:ListBuckets in eu-west-1, key AKIA…]`. */
export function faultText({ check, message, request, key }: Fault): string {
  const shown = [...(request ? [request] : []), ...(key ? [`key ${key}`] : [])];
  return `${check}: ${message}${shown.length > 0 ? ` [${shown.join(", ")}]` : ""}`;
}

/** `aws-inventory: 10 tools: 8 proven, 1 failed, 1 not proven; …`. */
export function totals(proof: ServerProof): string {
  const count = (wanted: string): number =>
    proof.tools.filter(({ outcome }) => outcome === wanted).length;
  const counts = ["proven", "failed", "not proven"].map((each) => `${count(each)} ${each}`);
  const noun = proof.tools.length === 1 ? "tool" : "tools";
  return `${proof.name}: ${proof.tools.length} ${noun}: ${counts.join(", ")}; ${proof.requests} AWS requests, ${proof.seconds} s; the parameter takes ${proof.parameterCharacters} characters of tools/list`;
}
