/** A report as data, for tests of formats: one server with a tool of each kind, and what it may be given more. */

import { judged } from "../../src/report/check/judged.js";
import type { Report, ReportedFinding } from "../../src/report/check/model.js";

export function findingWith(more: Partial<ReportedFinding> = {}): ReportedFinding {
  const rule = more.rule ?? "aws-client";
  return {
    rule,
    severity: "error",
    message: 'keeps its account: "a" < b & c | d',
    remedy: "give it credentials",
    help: `https://example.org/${rule}.md`,
    place: { file: "src/my server.ts", line: 3, column: 5 },
    line: "\tnew S3Client({});",
    fingerprint: `print of ${JSON.stringify(more)}`,
    ...more,
  };
}

export const pending = findingWith({
  rule: "tool-pending",
  tool: "find",
  message: "find: lacks parameter and wrapper",
});

export const ignored = findingWith({
  rule: "tool-pending",
  tool: "ping",
  severity: "note",
  message: "ping is left out",
  ignored: "reaches no AWS",
});

/** A report of one server with these findings. */
export function reportWith(
  findings: readonly ReportedFinding[],
  more: Partial<Report> = {},
  maxWarnings?: number,
): Report {
  const place = { file: "src/my server.ts", line: 3, column: 5 };
  const ledger = { found: 3, migrated: 1, partial: 0, pending: 1, unsupported: 0, ignored: 1 };
  const report = {
    version: 1 as const,
    retrofit: "1.2.3",
    root: "/repo",
    from: "",
    servers: [
      {
        name: "demo",
        root: "src",
        language: "typescript" as const,
        tools: [
          { name: "done", form: "method", state: "migrated" as const, place, missing: [] },
          { name: "find", form: "method", state: "pending" as const, place, missing: ["wrapper"] },
          { name: "ping", form: "method", state: "ignored" as const, place, missing: [] },
        ],
        findings: [...findings],
        ledger,
      },
    ],
    findings: [],
    problems: [],
    ledger,
    ...more,
  };
  return judged(report, maxWarnings);
}
