/** The report for a page: the summary of a job, a comment, a document. */

import { ledgerLine } from "../../../plan/ledger.js";
import { furtherText, type Gathered } from "../../gathered.js";
import { asCell, asCode, table } from "../../markdown-text.js";
import { shownPath } from "../../places.js";
import { distinctFindings, isCounted } from "../judged.js";
import type { Report, ReportedFinding, ReportedServer } from "../model.js";
import { countsLine } from "./counts.js";
import { gatheredIn } from "./gathered-in.js";

/** The whole report, or as much of it as has `most` rows: pages have limits. */
export function markdownReport(report: Report, most = Number.POSITIVE_INFINITY): string {
  let left = most;
  const take = <T>(all: readonly T[]): readonly T[] => {
    const taken = all.slice(0, left);
    left -= taken.length;
    return taken;
  };
  const openOf = (findings: readonly ReportedFinding[]) =>
    gatheredIn(findings.filter(isOpen), report);
  const open = report.servers.map((server) => {
    const all = openOf(server.findings);
    return { server, all, rows: take(all) };
  });
  const others = openOf(report.findings);
  const general = take(others);
  const leftOut = distinctFindings(report).filter(isIgnored);
  const ignored = take(leftOut);
  const missing = [...open, { all: others, rows: general }, { all: leftOut, rows: ignored }]
    .map(({ all, rows }) => all.length - rows.length)
    .reduce((sum, each) => sum + each, 0);
  const parts = [
    `## mcp-retrofit check: ${report.outcome}`,
    `${ledgerLine(report.ledger)}; ${countsLine(report.counts)}`,
    ...open.flatMap(({ server, rows }) => (rows.length > 0 ? section(server, rows, report) : [])),
    ...(general.length > 0 ? ["### In no server", findingTable(general, report)] : []),
    ...(ignored.length > 0 ? ["### Ignored", ignoredTable(ignored)] : []),
    ...(report.problems.length > 0 ? ["### Not looked at", problemList(report)] : []),
    ...(missing > 0 ? [`And ${missing} more: the log of the run has them all.`] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

type Row = Gathered<ReportedFinding>;

function section(server: ReportedServer, rows: readonly Row[], report: Report): string[] {
  return [`### ${server.name}`, ledgerLine(server.ledger), findingTable(rows, report)];
}

function isOpen(finding: ReportedFinding): boolean {
  return finding.severity !== "note" && isCounted(finding);
}

function isIgnored({ ignored }: ReportedFinding): boolean {
  return ignored !== undefined;
}

function findingTable(groups: readonly Row[], { root }: Report): string {
  const rows = groups.map((group) => {
    const { severity, rule, help, place, message, remedy } = group.finding;
    const said = `${message}${remedy === undefined ? "" : ` (${remedy})`}`;
    return [
      severity,
      `[${rule}](${help})`,
      asCode(`${shownPath(place.file, root)}:${place.line}`),
      asCell(`${said}${furtherText(group, root)}`),
    ];
  });
  return table(["severity", "rule", "where", "what"], rows);
}

function ignoredTable(findings: readonly ReportedFinding[]): string {
  const rows = findings.map(({ tool, rule, place, ignored }) => [
    asCode(tool ?? rule),
    asCode(`${place.file}:${place.line}`),
    asCell(ignored ?? ""),
  ]);
  return table(["what", "where", "why"], rows);
}

function problemList({ problems }: Report): string {
  return problems.map(({ file, message }) => `- ${asCode(file)}: ${asCell(message)}`).join("\n");
}
