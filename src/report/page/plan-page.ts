/** A plan as a page: what would be written, tool by tool. */

import { basename, dirname } from "node:path";
import { decode } from "../../disk/files.js";
import { hashOf } from "../../disk/hashes.js";
import { languageOf } from "../../languages/registry.js";
import { type Change, withoutRepeats } from "../../plan/compose.js";
import { byFile } from "../../plan/edit.js";
import type { Gated } from "../../plan/gates/index.js";
import { type Group, groupsOf } from "../../plan/groups.js";
import { ledgerLine, ledgerOf, states } from "../../plan/ledger.js";
import type { ServerPlan } from "../../plan/plan.js";
import type { Edit, Finding, Fix, Problem, ToolSite } from "../../types.js";
import { helpOf } from "../check/help.js";
import { count } from "../count.js";
import { gathered } from "../gathered.js";
import { groupedBy } from "../group.js";
import { shownPath, shownPlace } from "../places.js";
import { isByHand, planLine } from "../summary.js";
import { type FormNames, formWords } from "./forms.js";
import type { Page, PageChange, PageFile, PageFinding, PageGroup, PageTool } from "./model.js";
import { sideBySide } from "./side-by-side.js";

/** A server, and what is to be written in it. */
export interface Planned {
  readonly plan: ServerPlan;
  readonly gated: Gated;
}

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

/** What all parts of the page are made from. */
interface View {
  readonly servers: readonly Planned[];
  readonly changes: readonly Change[];
  readonly root: string;
  /** A server's place in the list, by its plan. */
  readonly indexOf: ReadonlyMap<ServerPlan, number>;
  /** Which servers a file is changed for. */
  readonly ownersOf: ReadonlyMap<string, readonly number[]>;
  /** The insertions of a fix, each file as a change of its own. */
  readonly own: (fix: Fix | undefined, server: number) => PageChange[];
}

function viewOf(servers: readonly Planned[], changes: readonly Change[], root: string): View {
  const byPath = new Map(changes.map((change) => [change.path, change]));
  const owners = servers.flatMap(({ gated }, index) =>
    gated.changes.map(({ path }) => ({ path, index })),
  );
  return {
    servers,
    changes,
    root,
    indexOf: new Map(servers.map(({ plan }, index) => [plan, index])),
    ownersOf: new Map(
      [...groupedBy(owners, ({ path }) => path)].map(([path, some]) => [
        path,
        some.map(({ index }) => index),
      ]),
    ),
    own: (fix, server) =>
      [...byFile(fix?.edits ?? [])].flatMap(([path, edits]) => {
        const change = byPath.get(path);
        if (!change?.before) return [];
        const diff = sideBySide({ ...change, edits });
        return [{ server, path: shownPath(path, root), diff }];
      }),
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

/** The insertions that are no tool's and no finding's own: imports, manifests, documentation. */
function sharedOf({ servers, changes, root, ownersOf }: View): PageChange[] {
  const keyOf = ({ file, offset, text }: Edit): string => `${file}\0${offset}\0${text}`;
  const owned = new Set(
    servers
      .flatMap(({ gated: { selection } }) => [...selection.tools, ...selection.findings])
      .flatMap(({ fix }) => (fix?.edits ?? []).map(keyOf)),
  );
  return changes.flatMap((change) => {
    if (!change.before) return [];
    const edits = change.edits.filter((edit) => !owned.has(keyOf(edit)));
    if (edits.length === 0) return [];
    const [server = 0] = ownersOf.get(change.path) ?? [];
    const path = shownPath(change.path, root);
    return [{ server, path, diff: sideBySide({ ...change, edits }) }];
  });
}

function addedOf({ changes, root, ownersOf }: View): PageFile[] {
  const added = changes.flatMap((change) => (change.before ? [] : [change]));
  return [...groupedBy(added, ({ content }) => hashOf(content))].map(([, some]) => {
    const paths = some.map(({ path }) => shownPath(path, root));
    const [first] = some;
    const path = first?.path ?? "";
    return {
      name: some.length > 1 ? `${basename(dirname(path))}/${basename(path)}` : (paths[0] ?? ""),
      paths,
      servers: [...new Set(some.flatMap((each) => ownersOf.get(each.path) ?? []))],
      text: first ? decode(first.content).text : "",
    };
  });
}
