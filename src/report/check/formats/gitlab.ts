/** GitLab's code quality report, by its documentation: the keys that GitLab reads, and each fingerprint once. */

import { distinctFindings, isCounted } from "../judged.js";
import type { Report, ReportedFinding } from "../model.js";

const severities = { error: "major", warning: "minor", note: "info" } as const;

/** What is ignored or in the baseline is left out: GitLab compares with the target branch itself. */
export function gitlabReport(report: Report): string {
  const issues = [
    ...report.problems.map(({ file, line = 1, message }) => ({
      description: message,
      check_name: "unreadable",
      fingerprint: `unreadable:${file}`,
      severity: "blocker",
      location: { path: file, lines: { begin: line } },
    })),
    ...distinctFindings(report).filter(isCounted).map(issue),
  ];
  return `${JSON.stringify(issues, null, 2)}\n`;
}

function issue({ rule, severity, message, remedy, help, place, fingerprint }: ReportedFinding) {
  const { file, line } = place;
  return {
    description: `${message}${remedy === undefined ? "" : ` (${remedy})`} ${help}`,
    check_name: rule,
    fingerprint,
    severity: severities[severity],
    location: { path: file, lines: { begin: line } },
  };
}
