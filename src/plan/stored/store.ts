/** A plan in memory as one that can be put into a file: every path from the root on, every text once. */

import { relative, sep } from "node:path";
import { decode } from "../../disk/files.js";
import { hashOf } from "../../disk/hashes.js";
import type { Reads } from "../../disk/reads.js";
import type { Edit, Finding, Fix, Place, Problem } from "../../types.js";
import { version } from "../../version.js";
import { afterOf, type Change, withoutRepeats } from "../compose.js";
import { normalize } from "../edit.js";
import type { Gated } from "../gates/index.js";
import type { ServerPlan } from "../plan.js";
import {
  PLAN_VERSION,
  type StoredChange,
  type StoredFinding,
  type StoredPlace,
  type StoredPlan,
  type StoredServer,
  type StoredTool,
} from "./model.js";
import { type NumberOf, numberedEdits } from "./numbers.js";
import { sealed } from "./seal.js";

/** A server, what is to be changed in it, and all that this depends on. */
export interface Storable {
  readonly plan: ServerPlan;
  readonly gated: Gated;
  readonly reads: Reads;
  /** The server's sources as they were found, also those that were left out then. */
  readonly listed: readonly string[];
}

/** What is said of a plan beside its servers. Paths are absolute. */
export interface Setting {
  /** What paths are given from. */
  readonly root: string;
  /** Whether that is a repository's root. */
  readonly isRepository: boolean;
  readonly commit: string | undefined;
  /** What was to be planned. */
  readonly named: readonly string[];
  /** Files and folders that could not be looked at. */
  readonly problems: readonly Problem[];
  isExecutable(path: string): boolean;
}

/** The plan as data, sealed. */
export function stored(servers: readonly Storable[], setting: Setting): StoredPlan {
  const changes = withoutRepeats(servers.flatMap(({ gated }) => gated.changes));
  const numbers = new Map(changes.map(({ path }, index) => [path, index]));
  const from = pathsFrom(setting.root);
  const numberOf = numberedEdits(changes);
  return sealed({
    version: PLAN_VERSION,
    retrofit: version,
    ...(setting.commit !== undefined && { commit: setting.commit }),
    repository: setting.isRepository,
    named: setting.named.map(from),
    servers: servers.map((each) => serverOf(each, from, numberOf, numbers)),
    problems: setting.problems.map((problem) => problemOf(problem, from)),
    changes: changes.map((change) => changeOf(change, from, setting)),
    contents: contentsOf(changes),
    reads: readsOf(servers, from),
  });
}

type From = (path: string) => string;

/** Paths from a folder on, with slashes; "." for the folder itself. */
function pathsFrom(root: string): From {
  return (path) => relative(root, path).split(sep).join("/") || ".";
}

function serverOf(
  { plan, gated, listed }: Storable,
  from: From,
  numberOf: NumberOf,
  numbers: ReadonlyMap<string, number>,
): StoredServer {
  const { server, scan, found } = plan;
  const planned = new Set<unknown>([...gated.selection.tools, ...gated.selection.findings]);
  const placed = (place: Place): StoredPlace => ({ ...place, file: from(place.file) });
  const isPlanned = (each: {
    readonly fix?: Fix;
  }): { planned: boolean; edits?: [number, number][] } =>
    planned.has(each) ? { planned: true, edits: numberOf(each.fix) } : { planned: false };
  const finding = (each: Finding): StoredFinding => ({
    rule: each.rule,
    severity: each.severity,
    place: placed(each.place),
    message: each.message,
    ...(each.remedy !== undefined && { remedy: each.remedy }),
    ...(each.ignored !== undefined && { ignored: each.ignored }),
    ...isPlanned(each),
  });
  return {
    name: server.name,
    root: from(server.root),
    language: server.language,
    ...(server.manifest !== undefined && { manifest: from(server.manifest) }),
    ...(server.only && { only: server.only.map(from) }),
    files: listed.map(from),
    found,
    tools: scan.tools.map(
      (tool): StoredTool => ({
        name: tool.name,
        form: tool.form,
        state: tool.state,
        place: placed(tool.place),
        ...(tool.registration && { registration: placed(tool.registration) }),
        ...(tool.further && { further: tool.further.map(placed) }),
        missing: [...tool.missing],
        ...(tool.reason !== undefined && { reason: tool.reason }),
        ...isPlanned(tool),
      }),
    ),
    findings: scan.findings.map(finding),
    added: gated.findings.map(finding),
    problems: gated.problems.map((problem) => problemOf(problem, from)),
    changes: gated.changes.flatMap(({ path }) => numbers.get(path) ?? []),
  };
}

function problemOf(problem: Problem, from: From): Problem {
  return { ...problem, file: from(problem.file) };
}

function changeOf(change: Change, from: From, { isExecutable }: Setting): StoredChange {
  const { path, part = "tools" } = change;
  const common = { path: from(path), part, after: hashOf(afterOf(change)) };
  if (!change.before) return { ...common, executable: change.executable };
  return {
    ...common,
    before: hashOf(change.before),
    executable: isExecutable(path),
    edits: normalize(change.edits).map(({ offset, text, rank }: Edit) => ({
      offset,
      text,
      ...(rank !== undefined && { rank }),
    })),
  };
}

function contentsOf(changes: readonly Change[]): Record<string, string> {
  const added = changes.flatMap((change) => (change.before ? [] : [change.content]));
  return Object.fromEntries(added.map((bytes) => [hashOf(bytes), decode(bytes).text]));
}

/** In an order of their own, so that one plan made twice is the same. What git keeps is no part of a checkout. */
function readsOf(
  servers: readonly { readonly reads: Reads }[],
  from: From,
): Record<string, string> {
  const all = servers.flatMap(({ reads }) => [...reads].map(([path, sign]) => [from(path), sign]));
  const own = all.filter(([path]) => !/(?:^|\/)\.git$/.test(path ?? ""));
  return Object.fromEntries(own.sort(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0)));
}
