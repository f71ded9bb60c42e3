/** Tools whose edits have the same shape, as one: what a reviewer looks at once instead of four hundred times. */

import { languageOf } from "../languages/registry.js";
import { type FormWords, type StepWords, stepsOf, type Words } from "../languages/words.js";
import type { Finding, ToolSite } from "../types.js";
import { normalize } from "./edit.js";
import { groupBySharedEdits, type ServerPlan } from "./plan.js";

/** Tools of one server that can only be accepted together: almost always one. */
export interface Member {
  readonly plan: ServerPlan;
  readonly tools: readonly ToolSite[];
  /** What was found at these tools and is left for a person. */
  readonly findings: readonly Finding[];
}

/** Members whose edits have the same shape. */
export interface Group {
  /** What their fixes do: "parameter last in the schema, handler wrapped". */
  readonly label: string;
  readonly steps: readonly StepWords[];
  /** How they are registered. */
  readonly form: string;
  /** Why to look at them before others; undefined for what is ordinary. */
  readonly outlier?: string;
  readonly members: readonly Member[];
}

/**
 * The tools that have a fix, by shape: outliers first (those with findings, then with a remark, then of a rare form,
 * then those that share edits), and among these the fewest first. `tools` are those of the plan to look at.
 */
export async function groupsOf(
  servers: readonly { readonly plan: ServerPlan; readonly tools: readonly ToolSite[] }[],
): Promise<Group[]> {
  const groups = new Map<string, { shape: Shape; members: Member[] }>();
  for (const { plan, tools } of servers) {
    const words = await languageOf(plan.server.language).words();
    for (const unit of groupBySharedEdits(tools.filter(({ fix }) => fix))) {
      const member = { plan, tools: unit, findings: findingsAt(unit, plan) };
      const shape = shapeOf(member, words);
      const known = groups.get(shape.key);
      if (known) known.members.push(member);
      else groups.set(shape.key, { shape, members: [member] });
    }
  }
  return [...groups.values()]
    .sort((a, b) => a.shape.rank - b.shape.rank || toolsOf(a).length - toolsOf(b).length)
    .map(({ shape: { key: _key, rank: _rank, ...words }, members }) => ({ ...words, members }));
}

/** The tools of a group. */
export function toolsOf({ members }: Pick<Group, "members">): ToolSite[] {
  return members.flatMap(({ tools }) => tools);
}

interface Shape extends Omit<Group, "members"> {
  readonly key: string;
  /** The lower, the earlier. */
  readonly rank: number;
}

function shapeOf(member: Member, words: Words): Shape {
  const { tools, plan } = member;
  const edits = tools.flatMap(({ fix }) => fix?.edits ?? []);
  const steps = stepsOf(
    words,
    normalize(edits).map(({ text }) => text),
  );
  const label = steps.map(({ what }) => what).join(", ") || "imports alone";
  const forms = [...new Set(tools.map(({ form }) => form))].sort();
  const form = forms.map((id) => words.forms[id]?.what ?? id).join(", ");
  const { rank, why } = outlierOf(
    member,
    forms.map((id) => words.forms[id]),
  );
  const texts = [...new Set(edits.map(({ text }) => withoutLayout(text)))].sort();
  const key = [plan.server.language, form, label, why ?? "", ...texts].join("\0");
  return { key, rank, label, steps, form, ...(why === undefined ? {} : { outlier: why }) };
}

/** Lines, indentation and the commas between items differ from tool to tool and say nothing. */
function withoutLayout(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/^[ ,]+|[ ,]+$/g, "");
}

function outlierOf(
  { tools, findings }: Member,
  forms: readonly (FormWords | undefined)[],
): { readonly rank: number; readonly why?: string } {
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  if (rules.length > 0) return { rank: 0, why: rules.sort().join(", ") };
  const remarks = [...new Set(tools.flatMap(({ reason }) => reason ?? []))];
  if (remarks.length > 0) return { rank: 1, why: remarks.join("; ") };
  if (tools.some(({ state }) => state === "partial")) {
    return { rank: 2, why: "a part of the retrofit is there" };
  }
  const rare = forms.find((form) => form?.isRare);
  if (rare) return { rank: 3, why: rare.what };
  if (tools.length > 1) return { rank: 4, why: "tools that share an edit" };
  return { rank: 5 };
}

/** Findings at the line of a tool, and those that begin with its name. */
function findingsAt(tools: readonly ToolSite[], { scan }: ServerPlan): Finding[] {
  const isAt = ({ place, message }: Finding, tool: ToolSite): boolean =>
    place.file === tool.place.file &&
    (place.line === tool.place.line || message.startsWith(`${tool.name}: `));
  return scan.findings.filter(
    (finding) =>
      !finding.fix && finding.ignored === undefined && tools.some((t) => isAt(finding, t)),
  );
}
