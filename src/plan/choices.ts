/** What users chose in the configuration of what was found: what is left out and why, and how grave a rule is. */

import { relative, sep } from "node:path";
import ignore from "ignore";
import { asIgnored } from "../rules/finding.js";
import type { Finding, Place, Scan, Settings, Severity, ToolSite } from "../types.js";

/** The scan with the tools and findings left out that the settings leave out, and with the severities they give. */
export function withChoices(scan: Scan, settings: Settings): Scan {
  return {
    ...scan,
    tools: scan.tools.map((tool) => chosenTool(tool, settings)),
    findings: scan.findings.map((finding) => chosenFinding(finding, settings)),
  };
}

/** How grave a rule is at a place: what the last pattern that fits says, or else what the finding says. */
export function severityAt(
  { rule, severity, place }: Pick<Finding, "rule" | "severity" | "place">,
  { paths }: Settings,
): Severity {
  const said = paths?.severity.get(rule) ?? [];
  const last = said.findLast(([pattern]) => fits(pattern, place.file, paths?.folder ?? ""));
  return last?.[1] ?? severity;
}

/** Whether a tool's name is one that `ignore` names, where `*` stands for any characters. */
export function isNamed(name: string, named: string): boolean {
  if (!named.includes("*")) return name === named;
  const parts = named.split("*").map((part) => part.replaceAll(/[^\w]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`).test(name);
}

/** Whether a pattern, as in a .gitignore of the configuration's folder, fits a file. */
export function fits(pattern: string, file: string, folder: string): boolean {
  const path = relative(folder, file).split(sep).join("/");
  if (path === "" || path === ".." || path.startsWith("../")) return false;
  return ignore().add(pattern).ignores(path);
}

function chosenTool(tool: ToolSite, settings: Settings): ToolSite {
  if (tool.state === "migrated") return tool;
  const named = [...settings.ignore].find(([name]) => isNamed(tool.name, name));
  const reason = named?.[1] ?? reasonAt(tool.place, settings);
  if (reason === undefined) return tool;
  const { fix: _left, ...rest } = tool;
  return { ...rest, state: "ignored", missing: [], reason };
}

function chosenFinding(finding: Finding, settings: Settings): Finding {
  if (finding.ignored !== undefined) return finding;
  const reason = reasonAt(finding.place, settings);
  if (reason !== undefined) return asIgnored(finding, reason);
  return { ...finding, severity: severityAt(finding, settings) };
}

function reasonAt({ file }: Place, { paths }: Settings): string | undefined {
  const found = [...(paths?.ignore ?? [])].find(([pattern]) =>
    fits(pattern, file, paths?.folder ?? ""),
  );
  return found?.[1];
}
