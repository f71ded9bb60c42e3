/** What there is to decide, laid out once before the conversation begins. */

import { decode } from "../disk/files.js";
import { byFile } from "../plan/edit.js";
import { type Group, groupsOf } from "../plan/groups.js";
import { fixable } from "../plan/plan.js";
import type { Prepared } from "../run/prepare.js";
import type { Edit, Finding, Problem, ToolSite } from "../types.js";
import { type MarkedLine, markedLines } from "./marked.js";

/** What is accepted or skipped as one: a tool, tools that share an edit, or the fixes of a server without tools to change. */
export interface Unit {
  readonly id: number;
  /** Which of the deck's servers and groups. */
  readonly server: number;
  readonly group: number;
  readonly tools: readonly ToolSite[];
  /** Findings at these tools that are left for a person. */
  readonly findings: readonly Finding[];
  /** What is fixed, where there are no tools. */
  readonly fixes: readonly Finding[];
}

/** Units whose edits have the same shape. */
export interface Stack extends Omit<Group, "members"> {
  readonly units: readonly Unit[];
}

/** A file with what some units insert into it. */
export interface MarkedFile {
  readonly path: string;
  readonly lines: readonly MarkedLine[];
}

export interface Deck {
  readonly cwd: string;
  readonly servers: readonly Prepared[];
  readonly problems: readonly Problem[];
  readonly groups: readonly Stack[];
  readonly units: readonly Unit[];
  /** The sources before and after, by what all of these units insert. Only what a unit brings is marked in its own files. */
  filesOf(units: readonly Unit[]): readonly MarkedFile[];
}

/** Lays out what the gates let through of each server. */
export async function deckOf(
  servers: readonly Prepared[],
  problems: readonly Problem[],
  cwd: string,
): Promise<Deck> {
  const groups = [
    ...(await toolStacks(servers)),
    ...servers.flatMap((server, index) => fixStack(server, index)),
  ];
  let id = 0;
  const stacks = groups.map((stack, group) => ({
    ...stack,
    units: stack.units.map((unit) => ({ ...unit, id: id++, group })),
  }));
  return {
    cwd,
    servers,
    problems,
    groups: stacks,
    units: stacks.flatMap(({ units }) => units),
    filesOf: (units) => filesOf(units, servers),
  };
}

/** The insertions of a unit's own: no imports, and nothing around the sources. */
export function editsOf({ tools, fixes }: Unit): Edit[] {
  return [...tools, ...fixes].flatMap(({ fix }) => fix?.edits ?? []);
}

/** What units are called in a list. */
export function nameOf({ tools, fixes }: Unit): string {
  const names = tools.length > 0 ? tools.map(({ name }) => name) : fixes.map(({ rule }) => rule);
  return [...new Set(names)].join(", ");
}

/** The files that units insert into. */
export function pathsOf(unit: Unit): string[] {
  return [...byFile(editsOf(unit)).keys()];
}

async function toolStacks(servers: readonly Prepared[]): Promise<Stack[]> {
  const groups = await groupsOf(
    servers.map(({ plan, gated }) => ({ plan, tools: gated.selection.tools })),
  );
  const indexOf = new Map(servers.map(({ plan }, index) => [plan, index]));
  return groups.map(({ members, ...group }) => ({
    ...group,
    units: members.map(({ plan, tools, findings }) => ({
      id: 0,
      group: 0,
      server: indexOf.get(plan) ?? 0,
      tools,
      findings,
      fixes: [],
    })),
  }));
}

/** Fixes go with the first tool that is accepted; where there is no tool to change they are accepted alone. */
function fixStack({ plan, gated }: Prepared, server: number): Stack[] {
  const { tools, findings } = gated.selection;
  if (tools.length > 0 || findings.length === 0) return [];
  const rules = [...new Set(fixable(plan).map(({ rule }) => rule))].sort();
  const unit = { id: 0, group: 0, server, tools: [], findings: [], fixes: findings };
  return [{ label: `fixed: ${rules.join(", ")}`, steps: [], form: "findings", units: [unit] }];
}

function filesOf(units: readonly Unit[], servers: readonly Prepared[]): MarkedFile[] {
  const before = new Map(
    servers.flatMap(({ gated }) =>
      gated.changes.flatMap((change) =>
        change.before ? [[change.path, change.before] as const] : [],
      ),
    ),
  );
  return [...byFile(units.flatMap(editsOf))].map(([path, edits]) => {
    const text = decode(before.get(path) ?? new Uint8Array()).text;
    return { path, lines: markedLines(text, edits) };
  });
}
