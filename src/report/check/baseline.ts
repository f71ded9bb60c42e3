/**
 * What `check` found once and is to be left for later: a line for each finding, sorted, so that branches merge line by
 * line. Only the fingerprint at its start is read; the rest is for people.
 */

import { UserError } from "../../errors.js";
import { findingOf } from "../../rules/finding.js";
import type { Finding } from "../../types.js";
import { distinctFindings } from "./judged.js";
import type { Report, ReportedFinding } from "./model.js";

/** A line of a baseline, and where it stands. */
export interface Entry {
  readonly fingerprint: string;
  readonly rule: string;
  /** From the report's root on. */
  readonly file: string;
  readonly text: string;
  readonly line: number;
}

type Unjudged = Pick<Report, "servers" | "findings">;

const head =
  "# mcp-retrofit baseline 1: what check may find here. --update-baseline takes out what is gone, and adds nothing.";

/** The entries of a baseline's text. Throws UserError for a line that is none, such as one of a conflict. */
export function baselineEntries(text: string, path: string): Entry[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 }));
  return lines.flatMap(({ line, number }) => {
    if (line.trim() === "" || line.startsWith("#")) return [];
    const [, fingerprint, rule, file] = /^([0-9a-f]{20}) ([\w-]+) ([^\t]+)/.exec(line) ?? [];
    if (!fingerprint || !rule || !file) {
      throw new UserError(`${path}:${number}: not a line of a baseline: "${line.slice(0, 40)}"`);
    }
    return [{ fingerprint, rule, file, text: line, line: number }];
  });
}

/** The text of a baseline that has every error and warning of a report. */
export function baselineOf(report: Unjudged): string {
  const found = distinctFindings(report).filter(isForBaseline);
  return textOf(found.map(lineOf));
}

/** The text of a baseline without what is gone. */
export function shrunk(entries: readonly Entry[], gone: readonly Entry[]): string {
  return textOf(entries.filter((entry) => !gone.includes(entry)).map(({ text }) => text));
}

/** The report with what the baseline has marked as known. */
export function withKnown<R extends Unjudged>(report: R, entries: readonly Entry[]): R {
  const known = new Set(entries.map(({ fingerprint }) => fingerprint));
  const marked = (findings: readonly ReportedFinding[]): ReportedFinding[] =>
    findings.map((finding) =>
      isForBaseline(finding) && known.has(finding.fingerprint)
        ? { ...finding, known: true }
        : finding,
    );
  return {
    ...report,
    servers: report.servers.map((server) => ({ ...server, findings: marked(server.findings) })),
    findings: marked(report.findings),
  };
}

/** The entries that are about nothing any more. Of files that were not looked at nothing can be said. */
export function goneFrom(
  report: Unjudged,
  entries: readonly Entry[],
  wasLookedAt: (file: string) => boolean,
): Entry[] {
  const found = new Set(distinctFindings(report).map(({ fingerprint }) => fingerprint));
  return entries.filter(({ fingerprint, file }) => !found.has(fingerprint) && wasLookedAt(file));
}

/** What is said of entries that are gone, until somebody takes them out. */
export function unusedFindings(gone: readonly Entry[], path: string): Finding[] {
  return gone.map(({ rule, file, line }) =>
    findingOf("unused-baseline", {
      place: { file: path, line, column: 1 },
      message: `\`${rule}\` is no longer found in ${file}`,
    }),
  );
}

function isForBaseline({ severity, ignored }: ReportedFinding): boolean {
  return severity !== "note" && ignored === undefined;
}

/** What people read goes behind a tab: a file's name may have spaces. */
function lineOf({ fingerprint, rule, place, tool, message }: ReportedFinding): string {
  const about = (tool ?? message).replaceAll(/\s+/g, " ");
  return `${fingerprint} ${rule} ${place.file}\t${about}`;
}

function textOf(lines: readonly string[]): string {
  const byFile = (line: string): string => line.slice(21);
  const sorted = [...new Set(lines)].sort((a, b) => (byFile(a) < byFile(b) ? -1 : 1));
  return `${[head, ...sorted].join("\n")}\n`;
}
