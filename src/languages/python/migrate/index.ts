/** Works out what one tool lacks, and the insertions that give it that. */

import { findingOf } from "../../../rules/finding.js";
import type { Finding } from "../../../types.js";
import type { CallSite, FoundTool } from "../forms/found-tool.js";
import { createFix, type MigrateContext, type Migration, settled } from "./context.js";
import { contractFindings } from "./contract.js";
import { entrypointFindings } from "./entrypoint.js";
import { type Existing, existingOf } from "./existing.js";
import { migrateGenerated } from "./generated.js";
import { migrateLowLevel } from "./low-level.js";
import { orderFault } from "./parameters.js";
import { addDocs, addParameter, addSetup } from "./steps.js";
import { PARAMETER, placeAt, type Subject, subjectOf } from "./subject.js";

export type { MigrateContext, Migration } from "./context.js";

const OWN_PARAMETER =
  "it has a required parameter of its own called target_account_id; rename that one, then run again";

/** The state of a tool, what it lacks, and the fix where insertions suffice. */
export function migrateTool(tool: FoundTool, context: MigrateContext): Migration {
  const ignored = tool.ignore ?? context.settings.ignore.get(tool.name);
  if (ignored !== undefined) return settled("ignored", ignored);
  if (tool.lowLevel) {
    if (tool.reason !== undefined) return settled("unsupported", tool.reason);
    return migrateLowLevel(tool.lowLevel, context);
  }
  if (tool.generated && tool.reason === undefined) return migrateGenerated(tool.generated, context);
  const subject = subjectOf(tool, context);
  const reasons = [
    ...(tool.reason === undefined ? [] : [tool.reason]),
    ...(subject && !subject.module.problem ? faultsOf(subject) : []),
  ];
  if (reasons.length > 0) return unsupported(reasons, subject);
  if (!subject) return settled("unsupported", "its function cannot be followed");
  return migrateSubject(subject);
}

/** Why the signature takes no parameter. */
function faultsOf({ parameter, signature }: Subject): readonly string[] {
  if (!parameter) return [];
  const fault = orderFault(signature.parameters);
  return [
    ...(fault ? [doesNotCompile(fault.message)] : []),
    ...(parameter.value === undefined && !fault ? [OWN_PARAMETER] : []),
  ];
}

/** All that keeps a tool from being migrated, with what would be wrong with it next. */
function unsupported(reasons: readonly string[], subject: Subject | undefined): Migration {
  const existing = subject && !subject.module.problem ? existingOf(subject) : undefined;
  const all = [...reasons, existing?.beyond, existing?.reason].filter((each) => each !== undefined);
  const findings = subject ? findingsOf(subject) : [];
  return { state: "unsupported", missing: [], reason: all.join("; "), findings };
}

/** What a retrofit by hand did to the tool that no insertion undoes. */
function findingsOf(subject: Subject): Finding[] {
  return [...contractFindings(subject), ...entrypointFindings(subject)];
}

function doesNotCompile(fault: string): string {
  return `its signature does not compile: ${fault}; move target_account_id behind the required parameters`;
}

function migrateSubject(subject: Subject): Migration {
  const existing = existingOf(subject);
  if (existing.beyond !== undefined) {
    return { state: "partial", missing: ["setup"], reason: existing.beyond, findings: [] };
  }
  const fix = createFix();
  const missing: string[] = [];
  const reasons: string[] = [];
  const findings = findingsOf(subject);
  const added = existing.lacks ? addSetup(subject, existing, fix) : undefined;
  const isUsed = existing.inline || added === "inline";
  const slot = subject.parameter ? undefined : addParameter(subject, isUsed, fix);
  if (slot) missing.push("parameter");
  if (slot && slot.shifted.length > 0) findings.push(lastFinding(subject, slot.shifted));
  if (existing.lacks) missing.push(existing.lacks);
  if (existing.reason) reasons.push(existing.reason);
  if (existing.unbound.length > 0) {
    missing.push("import");
    for (const name of existing.unbound) fix.use(subject.module, name);
  }
  const isUndocumented = addDocs(subject, slot?.index ?? parameterIndex(subject), fix);
  if (isUndocumented && isBegun(subject, existing)) missing.push("docs");
  return concluded(missing, reasons, findings, isBegun(subject, existing), fix.fix());
}

function isBegun({ parameter }: Subject, { begun }: Existing): boolean {
  return begun || parameter !== undefined;
}

function parameterIndex({ signature }: Subject): number {
  return signature.parameters.findIndex(({ name }) => name === PARAMETER);
}

function concluded(
  missing: readonly string[],
  reasons: readonly string[],
  findings: readonly Finding[],
  begun: boolean,
  fix: Migration["fix"],
): Migration {
  const state = missing.length === 0 ? "migrated" : begun ? "partial" : "pending";
  const reason = reasons.length > 0 ? { reason: reasons.join("; ") } : {};
  return { state, missing, findings, ...reason, ...(fix && state !== "migrated" ? { fix } : {}) };
}

function lastFinding(subject: Subject, shifted: readonly CallSite[]): Finding {
  const { definition, module, tool } = subject;
  const at = definition.childForFieldName("name")?.startIndex ?? definition.startIndex;
  return findingOf("parameter-last", {
    place: placeAt(module.path, module.text, at),
    message: `${tool.name}: the parameter is last: ${callsText(subject, shifted)}`,
  });
}

/** Which calls would have been shifted: the first, and how many there are. */
function callsText({ context }: Subject, shifted: readonly CallSite[]): string {
  const [first] = shifted;
  if (!first) return "";
  const { project } = context;
  const text = project.files.read(first.file)?.text ?? "";
  const { line } = placeAt(first.file, text, first.offset);
  const file = first.file.startsWith(`${project.server.root}/`)
    ? first.file.slice(project.server.root.length + 1)
    : first.file;
  const others = shifted.length > 1 ? ` and ${shifted.length - 1} more` : "";
  return `called by position at ${file}:${line}${others}`;
}
