/** JUnit's XML, as Jenkins, GitLab and Azure Pipelines read it: a suite for each server, a case for each tool and finding. */

import type { Report, ReportedFinding, ReportedTool } from "../model.js";

interface Case {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly kind: "passed" | "failure" | "error" | "skipped" | "said";
  /** What is to be said of it, where it did not just pass. */
  readonly text: string;
  readonly rule: string;
}

/** Errors are failures. Warnings pass, with what they say as output; what is ignored or in the baseline is skipped. */
export function junitReport(report: Report): string {
  const suites = report.servers.map(({ name, root, tools, findings }) =>
    suite(`${name} (${root})`, [
      ...tools.map((tool) => toolCase(tool, findings)),
      ...findings.filter(({ tool }) => tool === undefined).flatMap(findingCase),
    ]),
  );
  const general = [...report.problems.map(problemCase), ...report.findings.flatMap(findingCase)];
  const all = [...suites, ...(general.length > 0 ? [suite("mcp-retrofit", general)] : [])];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${all.join("")}</testsuites>\n`;
}

function toolCase(tool: ReportedTool, findings: readonly ReportedFinding[]): Case {
  const { name, place } = tool;
  const about = findings.find(
    (finding) =>
      finding.tool === name &&
      finding.place.file === place.file &&
      finding.place.line === place.line,
  );
  const { file, line } = place;
  if (!about) return { name, file, line, kind: "passed", text: "", rule: "" };
  return { name, file, line, ...saidOf(about) };
}

/** Notes are no test of anything. */
function findingCase(finding: ReportedFinding): Case[] {
  if (finding.severity === "note" && finding.ignored === undefined) return [];
  const { file, line } = finding.place;
  return [{ name: `${finding.rule}: ${finding.message}`, file, line, ...saidOf(finding) }];
}

function problemCase({ file, line = 1, message }: Report["problems"][number]): Case {
  return { name: file, file, line, kind: "error", text: message, rule: "unreadable" };
}

function saidOf(finding: ReportedFinding): Pick<Case, "kind" | "text" | "rule"> {
  const { rule, severity, message, remedy, help, ignored, known } = finding;
  if (ignored !== undefined) return { kind: "skipped", text: ignored, rule };
  if (known) return { kind: "skipped", text: "it is in the baseline", rule };
  const text = [message, ...(remedy === undefined ? [] : [remedy]), help].join("\n");
  return { kind: severity === "error" ? "failure" : "said", text, rule };
}

function suite(name: string, cases: readonly Case[]): string {
  const count = (wanted: Case["kind"]) => cases.filter(({ kind }) => kind === wanted).length;
  const attributes = attributesOf({
    name,
    tests: cases.length,
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
  });
  const inner = cases.map((each) => caseText(name, each)).join("");
  return `  <testsuite ${attributes}>\n${inner}  </testsuite>\n`;
}

function caseText(suiteName: string, { name, file, line, kind, text, rule }: Case): string {
  const head = `    <testcase ${attributesOf({ name, classname: suiteName, file, line })}`;
  if (kind === "passed") return `${head} />\n`;
  return `${head}>${outcome(kind, text, rule)}</testcase>\n`;
}

function outcome(kind: Exclude<Case["kind"], "passed">, text: string, rule: string): string {
  if (kind === "said") return `<system-out>${escaped(text)}</system-out>`;
  if (kind === "skipped") return `<skipped ${attributesOf({ message: text })} />`;
  const [message = ""] = text.split("\n");
  const place = attributesOf({ type: rule, message });
  return `<${kind} ${place}>${escaped(text)}</${kind}>`;
}

function attributesOf(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(" ");
}

/** XML has no place for most control characters, escaped or not. */
function escaped(text: string): string {
  return [...text]
    .filter((each) => each >= " " || each === "\n" || each === "\t")
    .join("")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}
