/** SARIF 2.1.0 (OASIS), as code scanning takes it: one run, each finding once. */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Fix, Location, Log, Notification, ReportingDescriptor, Result } from "sarif";
import { ruleText } from "../../../rules/guide/text.js";
import { type RuleId, rules } from "../../../rules/index.js";
import { helpOf } from "../help.js";
import { distinctFindings } from "../judged.js";
import type { Report, ReportedFinding, ReportedPlace } from "../model.js";

const ROOT = "SRCROOT";
/** Names how the fingerprint is made: another way would be another name. */
const FINGERPRINT = "mcpRetrofitFinding/v1";

export function sarifReport(report: Report): string {
  const findings = distinctFindings(report);
  const named = [...new Set(findings.map(({ rule }) => rule))].sort();
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "mcp-retrofit",
            version: report.retrofit,
            semanticVersion: report.retrofit,
            rules: named.map(descriptor),
          },
        },
        invocations: [
          {
            executionSuccessful: report.problems.length === 0,
            toolExecutionNotifications: report.problems.map((each) => notification(each, report)),
          },
        ],
        originalUriBaseIds: { [ROOT]: { uri: `${pathToFileURL(report.root).href}/` } },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => result(finding, named, report)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor(id: string): ReportingDescriptor {
  const { severity, summary } = rules[id as RuleId];
  const page = ruleText(id as RuleId);
  return {
    id,
    shortDescription: { text: summary },
    helpUri: helpOf(id),
    help: { text: page, markdown: page },
    defaultConfiguration: { level: severity },
  };
}

function result(finding: ReportedFinding, named: readonly string[], report: Report): Result {
  const { rule, severity, message, remedy, place, fingerprint, edits } = finding;
  return {
    ruleId: rule,
    ruleIndex: named.indexOf(rule),
    level: severity,
    message: { text: remedy === undefined ? message : `${message} (${remedy})` },
    locations: [location(place, report, finding.line)],
    partialFingerprints: { [FINGERPRINT]: fingerprint },
    ...(edits && { fixes: [fix(edits, rule, report)] }),
    ...suppressed(finding),
  };
}

/** What is left out by choice, in the sources or the configuration, and what the baseline has. */
function suppressed({ ignored, known }: ReportedFinding): Partial<Result> {
  if (ignored !== undefined) {
    return { suppressions: [{ kind: "inSource", status: "accepted", justification: ignored }] };
  }
  if (!known) return {};
  const justification = "it is in the baseline";
  return { suppressions: [{ kind: "external", status: "accepted", justification }] };
}

function fix(edits: NonNullable<ReportedFinding["edits"]>, rule: string, report: Report): Fix {
  const files = new Map<string, typeof edits>();
  for (const edit of edits) {
    files.set(edit.place.file, [...(files.get(edit.place.file) ?? []), edit]);
  }
  return {
    description: { text: rules[rule as RuleId].remedy },
    artifactChanges: [...files].map(([file, own]) => ({
      artifactLocation: artifact(file, report),
      replacements: own.map(({ place: { line, column }, text }) => ({
        deletedRegion: {
          startLine: line,
          startColumn: column,
          endLine: line,
          endColumn: column,
        },
        insertedContent: { text },
      })),
    })),
  };
}

function location({ file, line, column }: ReportedPlace, report: Report, text = ""): Location {
  return {
    physicalLocation: {
      artifactLocation: artifact(file, report),
      region: {
        startLine: line,
        startColumn: column,
        ...(text !== "" && { snippet: { text } }),
      },
    },
  };
}

function notification(problem: Report["problems"][number], report: Report): Notification {
  const { file, line = 1, message } = problem;
  return {
    level: "error",
    message: { text: message },
    locations: [location({ file, line, column: 1 }, report)],
  };
}

/** A file below the root by its path from there, any other by its whole address. */
function artifact(file: string, { root }: Report): { uri: string; uriBaseId?: string } {
  if (file.startsWith("../")) return { uri: pathToFileURL(join(root, file)).href };
  return { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: ROOT };
}
