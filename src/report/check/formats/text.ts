/** The report for people: by server, each finding with its line of code; at first no more than a screen of it. */

import { join } from "node:path";
import type { ChalkInstance } from "chalk";
import { ledgerLine } from "../../../plan/ledger.js";
import { furtherText, type Gathered } from "../../gathered.js";
import { groupedBy } from "../../group.js";
import { shownPath, shownPlace } from "../../places.js";
import { visible } from "../../visible.js";
import { distinctFindings, isCounted } from "../judged.js";
import type { Report, ReportedFinding, ReportedServer } from "../model.js";
import { countsLine } from "./counts.js";
import { frame } from "./frame.js";
import { gatheredIn } from "./gathered-in.js";

export interface TextOptions {
  /** Everything: also notes, and more than a screen. */
  readonly verbose: boolean;
  readonly paint: ChalkInstance;
}

/** How many findings, and how many of those that are ignored, fit a screen. */
const MOST = 5;
const MOST_IGNORED = 5;

/** What is said once, and of which server. */
interface Entry {
  readonly server?: ReportedServer;
  readonly group: Gathered<ReportedFinding>;
}

/** The whole report as text, ending in a newline. Places are shown from where check runs. */
export function textReport(report: Report, options: TextOptions): string {
  const all = entriesOf(report, options);
  const shown = new Set(options.verbose ? all : worst(all));
  const cwd = join(report.root, report.from);
  const blocksOf = (server?: ReportedServer): string[] =>
    all
      .filter((entry) => entry.server === server && shown.has(entry))
      .map(({ group }) => block(group, cwd, options));
  const lines = [
    ...restLines(all.filter((entry) => !shown.has(entry))),
    ...ignoredLines(report, cwd, options),
    `${ledgerLine(report.ledger)}; ${countsLine(report.counts)}`,
  ];
  const blocks = report.servers.flatMap((server) => {
    const own = blocksOf(server);
    const isTitled = own.length > 0 || options.verbose;
    return isTitled ? [titleOf(server, report, cwd, options), ...own] : [];
  });
  return `${[...blocks, ...blocksOf(), lines.join("\n")].join("\n\n")}\n`;
}

/** Everything that is not as it should be; also notes, where all is asked for. */
function entriesOf(report: Report, { verbose }: TextOptions): Entry[] {
  const distinct = new Set(distinctFindings(report));
  const isTold = (each: ReportedFinding): boolean =>
    isCounted(each) && distinct.has(each) && (verbose || each.severity !== "note");
  const groupsOf = (findings: readonly ReportedFinding[]) =>
    gatheredIn(findings.filter(isTold), report);
  return [
    ...report.servers.flatMap((server) =>
      groupsOf(server.findings).map((group) => ({ server, group })),
    ),
    ...groupsOf(report.findings).map((group) => ({ group })),
  ];
}

/** The worst, and those first that a retrofit does not fix by itself. */
function worst(all: readonly Entry[]): Entry[] {
  const order = { error: 0, warning: 2, note: 4 };
  const rank = ({ group: { finding } }: Entry): number =>
    order[finding.severity] + (finding.rule === "tool-pending" ? 1 : 0);
  return all.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST);
}

function titleOf(
  server: ReportedServer,
  { root }: Report,
  cwd: string,
  { paint }: TextOptions,
): string {
  const where = visible(shownPath(join(root, server.root), cwd));
  return `${paint.bold(visible(server.name))} ${paint.dim(`${where}: ${ledgerLine(server.ledger)}`)}`;
}

/** A finding in a line with all its places, then its line of code, then its page. */
function block(group: Gathered<ReportedFinding>, cwd: string, { paint }: TextOptions): string {
  const { severity, rule, message, remedy, place, line, help } = group.finding;
  const colour = { error: paint.red, warning: paint.yellow, note: paint.dim }[severity];
  const said = visible(
    `${message}${remedy === undefined ? "" : ` (${remedy})`}${furtherText(group, cwd)}`,
  );
  return [
    `${visible(shownPlace(place, cwd))}: ${colour(severity)}: ${rule}: ${said}`,
    ...(line === "" ? [] : frame(place, line, paint)),
    `  ${paint.dim(help)}`,
  ].join("\n");
}

/** What is not shown, by rule. */
function restLines(rest: readonly Entry[]): string[] {
  if (rest.length === 0) return [];
  const rules = [...groupedBy(rest, ({ group }) => group.finding.rule)].map(
    ([rule, own]) => `${own.length} ${rule}`,
  );
  return [`and ${rest.length} more: ${rules.join(", ")} (--verbose shows all)`];
}

function ignoredLines(report: Report, cwd: string, { verbose }: TextOptions): string[] {
  const all = distinctFindings(report).filter(({ ignored }) => ignored !== undefined);
  const shown = verbose ? all : all.slice(0, MOST_IGNORED);
  const rest = all.length - shown.length;
  return [
    ...shown.map(({ tool, rule, place, ignored }) => {
      const where = shownPlace({ ...place, file: join(report.root, place.file) }, cwd);
      return visible(`${where}: ignored: ${tool ?? rule}: ${ignored}`);
    }),
    ...(rest > 0 ? [`and ${rest} more are ignored (--verbose shows all)`] : []),
  ];
}
