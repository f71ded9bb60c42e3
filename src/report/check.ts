/** The report of `check`: a line for each thing that is not as it should be, then the ledger. */

import { ledgerLine, ledgerOf } from "../plan/ledger.js";
import type { ServerPlan } from "../plan/plan.js";
import type { Finding, ToolSite } from "../types.js";
import { furtherText, type Gathered, gathered } from "./gathered.js";
import { shownPlace } from "./places.js";

/** The whole report as text, ending in a newline. Places are shown from the folder `from`. */
export function checkReport(plans: readonly ServerPlan[], from: string): string {
  const tools = plans.flatMap(({ scan }) => scan.tools);
  const grave = plans.flatMap(({ scan }) => gathered(scan.findings.filter(isGrave)));
  const lines = [
    ...tools.filter(isOpen).map((tool) => toolLine(tool, from)),
    ...grave.map((each) => findingLine(each, from)),
    ledgerLine(ledgerOf(tools)),
  ];
  return `${lines.join("\n")}\n`;
}

/** Whether everything is migrated, or ignored by choice, and no client would keep the wrong account. */
export function isClean(plans: readonly ServerPlan[]): boolean {
  return plans.every(
    ({ scan }) =>
      !scan.tools.some(isOpen) && !scan.findings.some(({ severity }) => severity === "error"),
  );
}

function isOpen(tool: ToolSite): boolean {
  return tool.state !== "migrated" && tool.state !== "ignored";
}

function isGrave(finding: Finding): boolean {
  return finding.severity !== "note";
}

function toolLine(tool: ToolSite, from: string): string {
  const missing = tool.missing.length > 0 ? `lacks ${tool.missing.join(" and ")}` : "";
  const why = [missing, tool.reason].filter(Boolean).join("; ");
  return `${shownPlace(tool.place, from)}: ${tool.name}: ${tool.state}: ${why}`;
}

function findingLine(each: Gathered, from: string): string {
  const { finding } = each;
  const remedy = finding.remedy ? ` (${finding.remedy})` : "";
  return `${shownPlace(finding.place, from)}: ${finding.severity}: ${finding.rule}: ${finding.message}${remedy}${furtherText(each, from)}`;
}
