/** Many checks as one page without scripts: a line for each repository, and below what each of them has open. */

import { basename } from "node:path";
import { ledgerLine, ledgerOf, states } from "../../plan/ledger.js";
import { distinctFindings, isCounted } from "./judged.js";
import type { Report, ReportedFinding } from "./model.js";

/** The page, ending in a newline. Reports come in the order given. */
export function htmlReport(reports: readonly Report[]): string {
  const servers = reports.flatMap((report) => report.servers);
  const ledger = ledgerOf(servers.flatMap(({ tools }) => tools));
  const clean = reports.filter(({ outcome }) => outcome === "clean").length;
  const header = ["repository", "outcome", "servers", ...states, "errors", "warnings"];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>mcp-retrofit check</title>
<style>${style}</style>
<h1>mcp-retrofit check</h1>
<p>${clean} of ${reports.length} clean; ${escaped(ledgerLine(ledger))}</p>
${table(header, reports.map(overviewRow))}
${reports.map(section).join("\n")}
</html>
`;
}

const style =
  "body{font:14px sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .6em;text-align:left;vertical-align:top}code{white-space:pre-wrap}";

function overviewRow(report: Report, index: number): string[] {
  const { outcome, servers, ledger, counts } = report;
  return [
    `<a href="#r${index}">${escaped(basename(report.root))}</a>`,
    outcome,
    String(servers.length),
    ...states.map((state) => String(ledger[state])),
    String(counts.error),
    String(counts.warning),
  ];
}

function section(report: Report, index: number): string {
  const open = distinctFindings(report).filter(
    (finding) => finding.severity !== "note" && isCounted(finding),
  );
  const problems = report.problems.map(({ file, message }) => [
    "",
    "",
    code(file),
    escaped(message),
  ]);
  const rows = [...open.map(findingRow), ...problems];
  const title = `<h2 id="r${index}">${escaped(basename(report.root))}</h2>`;
  if (rows.length === 0) return `${title}\n<p>Nothing is open.</p>`;
  return `${title}\n${table(["severity", "rule", "where", "what"], rows)}`;
}

function findingRow({ severity, rule, help, place, message, remedy }: ReportedFinding): string[] {
  const said = remedy === undefined ? message : `${message} (${remedy})`;
  return [
    severity,
    `<a href="${escaped(help)}">${escaped(rule)}</a>`,
    code(`${place.file}:${place.line}`),
    escaped(said),
  ];
}

/** A table of cells that are HTML already. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  return `<table>\n${[row(header, "th"), ...rows.map((cells) => row(cells, "td"))].join("\n")}\n</table>`;
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
