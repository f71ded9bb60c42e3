/** Which fixes are whole by insertions into files that are there, for formats that hand fixes on. */

import type { FileStore } from "../disk/files.js";
import { languageOf } from "../languages/registry.js";
import type { Edit, Fix } from "../types.js";
import { bytesAfter, composeSources, fixesOf, type Selection } from "./compose.js";
import { normalize } from "./edit.js";
import { fixable, groupBySharedEdits, type ServerPlan } from "./plan.js";

/**
 * The plan with `alone` in each fix that needs no new file: its insertions together with those of its imports, and with
 * those of the tools that can only be accepted with it. In a server that has no account services yet, that is none.
 */
export async function withAlone(plan: ServerPlan, files: FileStore): Promise<ServerPlan> {
  const { tools, findings } = plan.scan;
  const groups: Selection[] = [
    ...groupBySharedEdits(tools.filter(({ fix }) => fix)).map((group) => ({
      tools: group,
      findings: [],
    })),
    ...fixable(plan).map((finding) => ({ tools: [], findings: [finding] })),
  ];
  const alone = new Map<Fix, readonly Edit[]>();
  let lacksServices = false;
  for (const group of groups) {
    const fixes = fixesOf(group);
    const hasImports = fixes.some(({ imports }) => imports.length > 0);
    if (hasImports && lacksServices) continue;
    const edits = await wholeEdits(plan, group, files);
    lacksServices ||= hasImports && edits === undefined;
    for (const fix of edits ? fixes : []) alone.set(fix, edits ?? []);
  }
  const marked = <T extends { readonly fix?: Fix }>(each: T): T => {
    const edits = each.fix && alone.get(each.fix);
    return edits ? { ...each, fix: { ...each.fix, alone: edits } } : each;
  };
  return {
    ...plan,
    scan: { ...plan.scan, tools: tools.map(marked), findings: findings.map(marked) },
  };
}

/** All that a selection inserts into sources, or undefined where an import would lead to nothing. */
async function wholeEdits(
  plan: ServerPlan,
  selection: Selection,
  files: FileStore,
): Promise<readonly Edit[] | undefined> {
  const changes = await composeSources(plan, selection, files);
  const needs = fixesOf(selection).flatMap(({ imports }) => imports);
  const after = files.over(bytesAfter(changes));
  const { server } = plan;
  const problems = await languageOf(server.language).importProblems(server, after, needs);
  if (problems.length > 0) return undefined;
  return normalize(changes.flatMap((change) => (change.before ? change.edits : [])));
}
