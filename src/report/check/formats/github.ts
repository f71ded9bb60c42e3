/**
 * Annotations, as GitHub's workflow commands make them. A step shows ten of each type and drops the rest without a
 * word: where there are more, each file gets one for all that is in it, and the last one says how much is left.
 */

import { groupedBy } from "../../group.js";
import { distinctFindings, isCounted } from "../judged.js";
import type { Report, ReportedFinding } from "../model.js";

const MOST = 10;
/** How many findings one annotation lists. */
const MOST_LINES = 20;

interface Annotation {
  readonly file?: string;
  readonly line?: number | undefined;
  readonly column?: number;
  readonly title: string;
  readonly message: string;
}

/** Commands for errors and warnings; notes are no matter for annotations. */
export function githubReport(report: Report): string {
  const counted = distinctFindings(report).filter(isCounted);
  const of = (wanted: string) => counted.filter(({ severity }) => severity === wanted);
  const problems = report.problems.map(({ file, line, message }) => ({
    file,
    line,
    title: "mcp-retrofit",
    message,
  }));
  const commands = [
    ...within([...problems, ...annotations(of("error"))], of("error"), problems),
    ...within(annotations(of("warning")), of("warning")),
  ];
  return commands.map(({ type, ...each }) => command(type, each)).join("");

  function within(
    each: readonly Annotation[],
    findings: readonly ReportedFinding[],
    before: readonly Annotation[] = [],
  ) {
    const type = findings[0]?.severity ?? "error";
    const few = each.length <= MOST ? each : limited([...before, ...byFile(findings)]);
    return few.map((annotation) => ({ ...annotation, type }));
  }
}

function annotations(findings: readonly ReportedFinding[]): Annotation[] {
  return findings.map((finding) => {
    const { file, line, column } = finding.place;
    return { file, line, column, title: finding.rule, message: lineOf(finding) };
  });
}

/** One for each file, that with the most findings first. */
function byFile(findings: readonly ReportedFinding[]): Annotation[] {
  const files = groupedBy(findings, ({ place }) => place.file);
  return [...files]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([file, own]) => {
      const shown = own.slice(0, MOST_LINES);
      const rest = own.length - shown.length;
      const lines = shown.map((each) => `${each.place.line}: ${lineOf(each)}`);
      return {
        file,
        line: own[0]?.place.line,
        title: `mcp-retrofit: ${own.length} in this file`,
        message: [...lines, ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n"),
      };
    });
}

function limited(all: readonly Annotation[]): Annotation[] {
  if (all.length <= MOST) return [...all];
  const shown = all.slice(0, MOST - 1);
  const left = all.length - shown.length;
  const message = `${left} more files have some: the summary of the job and the log name them`;
  return [...shown, { title: "mcp-retrofit", message }];
}

function lineOf({ message, remedy, help }: ReportedFinding): string {
  return `${message}${remedy === undefined ? "" : ` (${remedy})`} ${help}`;
}

function command(type: string, { file, line, column, title, message }: Annotation): string {
  const properties = Object.entries({ file, line, col: column, title })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
  return `::${type} ${properties.join(",")}::${escaped(message)}\n`;
}

/** As GitHub's own toolkit escapes them. */
function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
