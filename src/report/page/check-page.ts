/** One check, or many, as a page. */

import { basename } from "node:path";
import { ledgerLine, ledgerOf, states } from "../../plan/ledger.js";
import { distinctFindings } from "../check/judged.js";
import type { Report, ReportedFinding, ReportedServer, ReportedTool } from "../check/model.js";
import { count } from "../count.js";
import { gathered } from "../gathered.js";
import { groupedBy } from "../group.js";
import { shownPlace } from "../places.js";
import { type FormNames, formWords } from "./forms.js";
import type { Page, PageFinding, PageGroup, PageServer, PageTool } from "./model.js";

/** The page of several checks, in the order given; where they are of several repositories, each is named. */
export async function checkPage(reports: readonly Report[]): Promise<Page> {
  const isOne = reports.length === 1;
  const servers = reports.flatMap((report) => report.servers.map((server) => ({ report, server })));
  const tools = servers.flatMap(({ server }) => server.tools);
  const clean = reports.filter(({ outcome }) => outcome === "clean").length;
  const prefix = ({ root }: Report): string => (isOne ? "" : `${basename(root)}/`);
  return {
    kind: "check",
    title: isOne
      ? `${count(tools.length, "tool")} in ${count(servers.length, "server")}: ${reports[0]?.outcome}`
      : `${clean} of ${count(reports.length, "repository", "repositories")} clean`,
    lines: [
      ledgerLine(ledgerOf(tools)),
      ...(isOne ? [] : reports.map((report) => `${basename(report.root)}: ${comesTo(report)}`)),
    ],
    servers: servers.map(({ report, server }) => serverOf(server, prefix(report))),
    stateName: "state",
    states: states.filter((state) => tools.some((tool) => tool.state === state)),
    groups: groupsOf(
      servers.map(({ server }) => server),
      await formWords(servers.map(({ server }) => server.language)),
    ),
    findings: [
      ...servers.flatMap(({ server }, index) => findingsOf(server.findings, server.root, index)),
      ...reports.flatMap(({ findings }) => findingsOf(findings, "")),
    ],
    shared: [],
    added: [],
    problems: reports.flatMap((report) =>
      report.problems.map((problem) => problemOf(problem, prefix(report))),
    ),
  };
}

function comesTo(report: Report): string {
  const { outcome, counts } = report;
  const distinct = distinctFindings(report).length;
  return `${outcome}, ${count(counts.error, "error")}, ${count(counts.warning, "warning")} of ${count(distinct, "finding")}`;
}

function serverOf(
  { name, root, language, ledger, findings }: ReportedServer,
  prefix: string,
): PageServer {
  const open = findings.filter(({ ignored, known }) => ignored === undefined && !known);
  const amount = (wanted: string): number =>
    open.filter(({ severity }) => severity === wanted).length;
  return {
    name,
    where: `${prefix}${root}`,
    language,
    ledger,
    counts: { errors: amount("error"), warnings: amount("warning"), notes: amount("note") },
    notes: [],
  };
}

/** What is left to do comes first. */
const order = ["unsupported", "partial", "pending", "ignored", "migrated"] as const;

function groupsOf(servers: readonly ReportedServer[], words: FormNames): PageGroup[] {
  const all = servers.flatMap((server, index) =>
    server.tools.map((tool) => toolOf(tool, server, index, words(server.language, tool.form))),
  );
  const byState = groupedBy(all, ({ state }) => state);
  return order.flatMap((state) => {
    const tools = byState.get(state);
    const rule = servers
      .flatMap(({ findings }) => findings)
      .find((each) => each.rule === ruleOf(state));
    return tools ? [{ title: state, why: [], tools, ...(rule && { rule }) }] : [];
  });
}

/** What is left out is a note of the rule that it would be a finding of. */
function ruleOf(state: (typeof order)[number]): string {
  return `tool-${state === "ignored" ? "pending" : state}`;
}

function toolOf(
  { name, state, place, missing, reason }: ReportedTool,
  { findings, root }: ReportedServer,
  server: number,
  form: string,
): PageTool {
  const own = findings.filter(
    ({ tool, place: { file, line } }) =>
      tool === name && file === place.file && line === place.line,
  );
  return {
    server,
    name,
    state,
    form,
    where: shownPlace(place, root),
    rules: own.map(({ rule }) => rule),
    lines: [
      ...(missing.length > 0 ? [`It lacks ${missing.join(" and ")}.`] : []),
      ...(reason === undefined ? [] : [reason]),
    ],
    changes: [],
  };
}

function findingsOf(
  findings: readonly ReportedFinding[],
  root: string,
  server?: number,
): PageFinding[] {
  const own = findings.filter(({ tool }) => tool === undefined);
  return gathered(own).map(({ finding, further }) => ({
    ...(server !== undefined && { server }),
    rule: finding.rule,
    help: finding.help,
    severity: finding.severity,
    message: finding.message,
    ...(finding.remedy !== undefined && { remedy: finding.remedy }),
    places: [finding.place, ...further].map((place) => shownPlace(place, root)),
    ...(finding.ignored !== undefined ? { mark: "ignored" } : finding.known && { mark: "known" }),
    changes: [],
  }));
}

function problemOf({ file, line, message }: Report["problems"][number], prefix: string) {
  return { where: `${prefix}${file}${line === undefined ? "" : `:${line}`}`, message };
}
