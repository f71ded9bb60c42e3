/** What a report comes to: its counts, and its outcome. */

import type { Report, ReportedFinding } from "./model.js";

/** A report of which nobody has said yet what it comes to. */
export type Unjudged = Omit<Report, "outcome" | "counts">;

/** Each finding once: what lies in code that several servers share is found in each of them. */
export function distinctFindings({
  servers,
  findings,
}: Pick<Report, "servers" | "findings">): ReportedFinding[] {
  const all = [...servers.flatMap((server) => server.findings), ...findings];
  return [...new Map(all.map((finding) => [finding.fingerprint, finding])).values()];
}

/** Whether a finding counts: it is neither ignored by choice nor in the baseline. */
export function isCounted({ ignored, known }: ReportedFinding): boolean {
  return ignored === undefined && !known;
}

/** The report with its counts and its outcome. More warnings than `maxWarnings` make it "open", as an error does. */
export function judged(report: Unjudged, maxWarnings = Number.POSITIVE_INFINITY): Report {
  const counts = { error: 0, warning: 0, note: 0, ignored: 0, known: 0 };
  for (const finding of distinctFindings(report)) {
    if (finding.ignored !== undefined) counts.ignored++;
    else if (finding.known) counts.known++;
    else counts[finding.severity]++;
  }
  const isOpen = counts.error > 0 || counts.warning > maxWarnings;
  const outcome = report.problems.length > 0 ? "incomplete" : isOpen ? "open" : "clean";
  return { ...report, outcome, counts };
}
