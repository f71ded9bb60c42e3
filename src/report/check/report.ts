/** Makes the report of `check` from what was planned. */

import { relative, sep } from "node:path";
import { severityAt } from "../../plan/choices.js";
import { ledgerOf } from "../../plan/ledger.js";
import type { ServerPlan } from "../../plan/plan.js";
import type { Edit, Finding, Place, Problem } from "../../types.js";
import { version } from "../../version.js";
import { fingerprints, type Identity, keyOf } from "./fingerprints.js";
import { helpOf } from "./help.js";
import type { Unjudged } from "./judged.js";
import type { ReportedFinding, ReportedPlace, ReportedServer } from "./model.js";
import { toolFinding } from "./tool-finding.js";

/** What a report needs to know beyond the plans. */
export interface Setting {
  /** The folder that paths are given from, and that check runs in: both absolute. */
  readonly root: string;
  readonly cwd: string;
  /** The text of a file, where it can be read. */
  read(file: string): string | undefined;
  /** What is about no server. */
  readonly findings?: readonly Finding[];
}

/** A finding, and the tool that it is about. */
type Found = Finding & { readonly tool?: string };

/** The report of all servers, each finding with its fingerprint. Nothing of it is judged yet: see `judged`. */
export function reportOf(
  plans: readonly ServerPlan[],
  problems: readonly Problem[],
  setting: Setting,
): Unjudged {
  const { root, cwd } = setting;
  const lineAt = lineReader(setting);
  const found = plans.map((plan) => foundIn(plan).map((each) => draft(each, setting, lineAt)));
  const prints = fingerprints(found.flat().map(({ identity }) => identity));
  return {
    version: 1,
    retrofit: version,
    root,
    from: pathFrom(root, cwd),
    servers: plans.map((plan, index) => ({
      ...serverOf(plan, root),
      findings: finished(found[index] ?? [], prints),
    })),
    findings: reportedFindings(setting.findings ?? [], setting),
    problems: problems.map((problem) => ({ ...problem, file: pathFrom(root, problem.file) })),
    ledger: ledgerOf(plans.flatMap(({ scan }) => scan.tools)),
  };
}

/** Findings that are about no server, as a report has them. */
export function reportedFindings(
  findings: readonly Finding[],
  setting: Setting,
): ReportedFinding[] {
  const lineAt = lineReader(setting);
  const drafts = findings.map((each) => draft(each, setting, lineAt));
  return finished(drafts, fingerprints(drafts.map(({ identity }) => identity)));
}

function serverOf({ server, scan }: ServerPlan, root: string): Omit<ReportedServer, "findings"> {
  const placed = (place: Place): ReportedPlace => placeFrom(root, place);
  return {
    name: server.name,
    root: pathFrom(root, server.root) || ".",
    language: server.language,
    tools: scan.tools.map(({ name, form, state, place, missing, ...tool }) => ({
      name,
      form,
      state,
      place: placed(place),
      ...(tool.registration && { registration: placed(tool.registration) }),
      ...(tool.further && { further: tool.further.map(placed) }),
      missing: [...missing],
      ...(tool.reason !== undefined && { reason: tool.reason }),
    })),
    ledger: ledgerOf(scan.tools),
  };
}

/** The tools' findings are made here, and so the severities that are chosen for their rules are looked up here. */
function foundIn({ scan, settings }: ServerPlan): Found[] {
  const ofTools = scan.tools.flatMap((tool) => toolFinding(tool) ?? []);
  return [
    ...ofTools.map((found) =>
      found.ignored === undefined ? { ...found, severity: severityAt(found, settings) } : found,
    ),
    ...scan.findings,
  ];
}

interface Draft {
  readonly identity: Identity;
  readonly rest: Omit<ReportedFinding, "fingerprint">;
}

function finished(
  drafts: readonly Draft[],
  prints: ReadonlyMap<string, string>,
): ReportedFinding[] {
  return drafts.map(({ identity, rest }) => ({
    ...rest,
    fingerprint: prints.get(keyOf(identity)) as string,
  }));
}

function draft(found: Found, setting: Setting, lineAt: LineAt): Draft {
  const { rule, severity, message, remedy, tool, ignored, fix } = found;
  const { root } = setting;
  const place = placeFrom(root, found.place);
  const line = lineAt(found.place);
  return {
    identity: { rule, place, tool, line, message },
    rest: {
      rule,
      severity,
      message,
      ...(remedy !== undefined && { remedy }),
      help: helpOf(rule),
      ...(tool !== undefined && { tool }),
      place,
      line,
      ...(ignored !== undefined && { ignored }),
      ...(fix?.alone && { edits: fix.alone.map((edit) => editFrom(edit, setting)) }),
    },
  };
}

/** An insertion with its place as an editor shows it. */
function editFrom({ file, offset, text }: Edit, { root, read }: Setting) {
  const before = (read(file) ?? "").slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  return { place: placeFrom(root, { file, line, column }), offset, text };
}

type LineAt = (place: Place) => string;

/** The line of a place, without spaces at its end. What stands at the top of a file is about all of it. */
function lineReader({ read }: Setting): LineAt {
  const files = new Map<string, readonly string[]>();
  return ({ file, line, column }) => {
    if (line === 1 && column === 1) return "";
    const lines = files.get(file) ?? (read(file) ?? "").split(/\r\n|\r|\n/);
    files.set(file, lines);
    return (lines[line - 1] ?? "").trimEnd();
  };
}

function placeFrom(root: string, { file, line, column }: Place): ReportedPlace {
  return { file: pathFrom(root, file), line, column };
}

/** A path from a folder on, with slashes; "" for the folder itself. */
function pathFrom(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}
