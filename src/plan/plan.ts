/** Works out, in memory, what there is to do in each server. Writes nothing, runs nothing. */

import { setImmediate } from "node:timers/promises";
import type { ConfigText } from "../config/find.js";
import type { FileStore } from "../disk/files.js";
import { isWithin } from "../disk/paths.js";
import { readable } from "../disk/readable.js";
import type { ScanParts } from "../languages/language.js";
import { languageOf } from "../languages/registry.js";
import type { Finding, Fix, Place, Problem, Scan, Server, Settings, ToolSite } from "../types.js";
import { withChoices } from "./choices.js";

/** A server, what was found in it, and the settings under which it was looked at. */
export interface ServerPlan {
  /** Without what is built, and without the files that are no text or may not be read. */
  readonly server: Server;
  readonly settings: Settings;
  /** The file that the settings come from, where there is one. */
  readonly config?: ConfigText;
  readonly scan: Scan;
  /** How many tools the whole server has, where only a part of it was asked for. */
  readonly found: number;
  /** A problem for each file that was left out of the server. */
  readonly unread: readonly Problem[];
}

/** Scans what people wrote of one server and can be read, or its tools alone, and leaves out what the user chose to leave out. */
export async function planServer(
  server: Server,
  files: FileStore,
  settings: Settings,
  parts: ScanParts = "all",
): Promise<ServerPlan> {
  const language = languageOf(server.language);
  const written = (await language.written?.(server, files)) ?? server.files;
  const { server: read, unread } = readable({ ...server, files: written }, files);
  const scan = await language.scan(read, files, settings, parts);
  // Syntax trees are held weakly, and what is held weakly is let go only between two turns of the event loop.
  await setImmediate();
  const chosen = narrow(withChoices(scan, settings), server);
  return { server: read, settings, scan: chosen, found: scan.tools.length, unread };
}

/** The findings that insertions fix. */
export function fixable(plan: ServerPlan): Finding[] {
  return plan.scan.findings.filter((finding) => finding.fix !== undefined);
}

/** Whether a server has tools at all: what only looks like one is no server. */
export function hasTools({ found }: ServerPlan): boolean {
  return found > 0;
}

/**
 * What came of several servers, each tool counted once: one that a package's code registers through
 * another package is the other's, where that is among them. What has neither tools nor findings left goes.
 */
export function countedOnce<T extends { readonly plan: ServerPlan }>(all: readonly T[]): T[] {
  const keyOf = ({ name, place: { file, line, column } }: ToolSite): string =>
    `${name}\0${file}\0${line}\0${column}`;
  const isForeign = ({ registration }: ToolSite, { server }: ServerPlan): boolean =>
    registration !== undefined && !isWithin(registration.file, server.root);
  const own = new Set(
    all.flatMap(({ plan }) =>
      plan.scan.tools.filter((tool) => !isForeign(tool, plan)).map((tool) => keyOf(tool)),
    ),
  );
  return all.flatMap((each) => {
    const { plan } = each;
    const tools = plan.scan.tools.filter((tool) => !isForeign(tool, plan) || !own.has(keyOf(tool)));
    if (tools.length === plan.scan.tools.length) return [each];
    if (tools.length === 0 && plan.scan.findings.length === 0) return [];
    return [{ ...each, plan: { ...plan, scan: { ...plan.scan, tools } } }];
  });
}

/**
 * The tools in groups that can only be accepted together, since their fixes share an edit:
 * seven tools that one helper registers are migrated by one wrapper, or none of them is.
 */
export function groupBySharedEdits(tools: readonly ToolSite[]): ToolSite[][] {
  const groups: { keys: Set<string>; tools: ToolSite[] }[] = [];
  for (const tool of tools) {
    const keys = new Set(keysOf(tool.fix));
    const shared = groups.filter((group) => [...keys].some((key) => group.keys.has(key)));
    const merged = {
      keys: new Set([...shared.flatMap((group) => [...group.keys]), ...keys]),
      tools: [...shared.flatMap((group) => group.tools), tool],
    };
    groups.splice(0, groups.length, ...groups.filter((group) => !shared.includes(group)), merged);
  }
  return groups.map((group) => group.tools);
}

function keysOf(fix: Fix | undefined): string[] {
  return (fix?.edits ?? []).map(({ file, offset, text }) => `${file}\0${offset}\0${text}`);
}

/** When the user named only a part of the server, what lies outside of it is not planned. */
function narrow(scan: Scan, server: Server): Scan {
  const { only } = server;
  if (!only) return scan;
  const inside = (place: Place): boolean => only.some((path) => isWithin(place.file, path));
  return {
    ...scan,
    tools: scan.tools.filter(({ place, registration, further = [] }) =>
      [place, ...(registration ? [registration] : []), ...further].some(inside),
    ),
    findings: scan.findings.filter(({ place }) => inside(place)),
    problems: scan.problems.filter(({ file }) => only.some((path) => isWithin(file, path))),
  };
}
