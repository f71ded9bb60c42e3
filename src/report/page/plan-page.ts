/** A plan as a page: what would be written, tool by tool. */

import { languageOf } from "../../languages/registry.js";
import { withoutRepeats } from "../../plan/compose.js";
import { type Group, groupsOf } from "../../plan/groups.js";
import { ledgerLine, ledgerOf, states } from "../../plan/ledger.js";
import type { ServerPlan } from "../../plan/plan.js";
import type { Finding, Problem, ToolSite } from "../../types.js";
import { helpOf } from "../check/help.js";
import { count } from "../count.js";
import { gathered } from "../gathered.js";
import { groupedBy } from "../group.js";
import { shownPath, shownPlace } from "../places.js";
import { isByHand, planLine } from "../summary.js";
import { type FormNames, formWords } from "./forms.js";
import type { Page, PageFinding, PageGroup, PageTool } from "./model.js";
import { addedOf, sharedOf } from "./plan-changes.js";
import { type Planned, type View, viewOf } from "./plan-view.js";

/** The page of a plan. Paths are shown from `root` on. */
export async function planPage(
  servers: readonly Planned[],
  problems: readonly Problem[],
  root: string,
): Promise<Page> {
  const changes = withoutRepeats(servers.flatMap(({ gated }) => gated.changes));
  const all = servers.flatMap(({ plan }) => plan.scan.tools);
  const view = viewOf(servers, changes, root);
  const planned = servers.map(({ plan, gated }) => ({ plan, tools: gated.selection.tools }));
  const reach = {
    tools: planned.flatMap(({ tools }) => tools).length,
    servers: servers.filter(({ gated }) => gated.changes.length > 0).length,
    byHand: all.filter(isByHand).length,
  };
  return {
    kind: "plan",
    title: `${count(reach.tools, "tool")} in ${count(reach.servers, "server")}`,
    lines: [ledgerLine(ledgerOf(all)), planLine(reach, changes)],
    servers: servers.map((each) => serverOf(each, root)),
    stateName: "state",
    states: states.filter((state) => all.some((tool) => tool.state === state)),
    groups: [
      ...merged((await groupsOf(planned)).map((group) => groupOf(group, view))),
      ...restOf(view, await formWords(servers.map(({ plan }) => plan.server.language))),
    ],
    findings: servers.flatMap((each, index) => findingsOf(each, index, view)),
    shared: sharedOf(view),
    added: addedOf(view),
    problems: problems.map(({ file, line, message }) => ({
      where: shownPath(file, root) + (line === undefined ? "" : `:${line}`),
      message,
    })),
  };
}

function serverOf({ plan, gated }: Planned, root: string) {
  const { server, scan } = plan;
  return {
    name: server.name,
    where: shownPath(server.root, root),
    language: languageOf(server.language).label,
    ledger: ledgerOf(scan.tools),
    counts: {
      "files changed": gated.changes.filter(({ before }) => before).length,
      added: gated.changes.filter(({ before }) => !before).length,
    },
    notes: [],
  };
}

function groupOf({ label, outlier, steps, form, members }: Group, view: View): PageGroup {
  return {
    title: label,
    ...(outlier !== undefined && { outlier }),
    why: steps.map(({ what, why }) => `${what}: ${why}`),
    tools: members.flatMap(({ plan, tools, findings }) =>
      tools.map((tool) => toolOf(tool, plan, view, findings, form)),
    ),
  };
}

/** Groups that read the same, and differ in their insertions' words alone, as one. */
function merged(groups: readonly PageGroup[]): PageGroup[] {
  const alike = groupedBy(groups, ({ title, outlier }) => `${title}\0${outlier}`);
  return [...alike.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, tools: [first, ...more].flatMap(({ tools }) => tools) }] : [],
  );
}

/** The tools that the plan does not change, by what is the matter with them. */
function restOf(view: View, words: FormNames): PageGroup[] {
  const rest = view.servers.flatMap(({ plan, gated }) => {
    const planned = new Set(gated.selection.tools);
    return plan.scan.tools.filter((tool) => !planned.has(tool)).map((tool) => ({ tool, plan }));
  });
  return [...groupedBy(rest, ({ tool }) => titleOf(tool))].map(([title, some]) => ({
    title,
    why: [],
    tools: some.map(({ tool, plan }) =>
      toolOf(tool, plan, view, [], words(plan.server.language, tool.form)),
    ),
  }));
}

function titleOf({ state }: ToolSite): string {
  if (state === "migrated") return "migrated already";
  return state === "ignored" ? "left out by choice" : "left to do by hand";
}

function toolOf(
  tool: ToolSite,
  plan: ServerPlan,
  view: View,
  findings: readonly Finding[],
  form: string,
): PageTool {
  const server = view.indexOf.get(plan) ?? 0;
  return {
    server,
    name: tool.name,
    state: tool.state,
    where: shownPlace(tool.place, plan.server.root),
    form,
    rules: findings.map(({ rule }) => rule),
    lines: [
      ...(tool.reason === undefined ? [] : [tool.reason]),
      ...findings.map(({ rule, message }) => `${rule}: ${message}`),
    ],
    changes: tool.fix ? view.own(tool.fix, server) : [],
  };
}

function findingsOf({ plan, gated }: Planned, server: number, view: View): PageFinding[] {
  const fixed = new Set(gated.selection.findings);
  return gathered([...plan.scan.findings, ...gated.findings]).map(({ finding, further }) => ({
    server,
    rule: finding.rule,
    help: helpOf(finding.rule),
    severity: finding.severity,
    message: finding.message,
    ...(finding.remedy !== undefined && { remedy: finding.remedy }),
    places: [finding.place, ...further].map((place) => shownPlace(place, plan.server.root)),
    ...markOf(finding, fixed.has(finding)),
    changes: fixed.has(finding) ? view.own(finding.fix, server) : [],
  }));
}

function markOf({ ignored }: Finding, isFixed: boolean): { mark?: string } {
  if (ignored !== undefined) return { mark: "ignored" };
  return isFixed ? { mark: "fixed" } : {};
}
