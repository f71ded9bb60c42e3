/** Entries of a configuration that say nothing about any server under it. Loaded only where one has entries. */

import { dirname } from "node:path";
import { isWithin } from "../disk/paths.js";
import { fits, isNamed } from "../plan/choices.js";
import type { ServerPlan } from "../plan/plan.js";
import { type Details, findingOf } from "../rules/finding.js";
import type { RuleId } from "../rules/index.js";
import type { Finding, Settings } from "../types.js";
import type { ConfigText } from "./find.js";
import { positionOf } from "./locate.js";

/** A key whose entries are about something that a scan finds, by the name of the entry. */
interface Kind {
  readonly key: "ignore" | "ignorePaths" | "programs";
  readonly rule: RuleId;
  names(settings: Settings): Iterable<string>;
  isUsed(name: string, plan: ServerPlan): boolean;
  message(name: string): string;
}

const kinds: readonly Kind[] = [
  {
    key: "ignore",
    rule: "unused-ignore",
    names: ({ ignore }) => ignore.keys(),
    isUsed: (named, { scan }) => scan.tools.some(({ name }) => isNamed(name, named)),
    message: (name) => `no tool is named "${name}"`,
  },
  {
    key: "ignorePaths",
    rule: "unused-ignore",
    names: ({ paths }) => paths?.ignore.keys() ?? [],
    isUsed: (pattern, { server, settings }) =>
      server.files.some((file) => fits(pattern, file, settings.paths?.folder ?? "")),
    message: (pattern) => `no source of a server fits "${pattern}"`,
  },
  {
    key: "programs",
    rule: "unused-program",
    names: ({ programs }) => programs.keys(),
    isUsed: (name, { scan }) => scan.programs?.includes(name) ?? false,
    message: (name) => `no server is seen to start "${name}"`,
  },
];

/**
 * A finding for each entry that is about nothing. Asked only of a configuration all of whose folder was looked
 * at (`paths`), and whose servers could be looked at as a whole: of a part, nothing can be said.
 */
export function unusedEntries(
  plans: readonly ServerPlan[],
  paths: readonly string[],
): readonly Finding[] {
  return sources(plans)
    .filter(({ path }) => paths.some((asked) => isWithin(dirname(path), asked)))
    .flatMap((source) => {
      const governed = plans.filter(({ config }) => config?.path === source.path);
      return governed.every(isWhole)
        ? kinds.flatMap((kind) => unusedOf(kind, source, governed))
        : [];
    });
}

/** Whether all of a server was read and followed: what was not may be what an entry is about. */
function isWhole({ scan, unread }: ServerPlan): boolean {
  const isCutShort = scan.findings.some(({ rule }) => rule === "scan-cut-short");
  return !isCutShort && scan.problems.length === 0 && unread.length === 0;
}

function sources(plans: readonly ServerPlan[]): ConfigText[] {
  const byPath = new Map(plans.flatMap(({ config }) => (config ? [[config.path, config]] : [])));
  return [...byPath.values()];
}

function unusedOf(kind: Kind, source: ConfigText, governed: readonly ServerPlan[]): Finding[] {
  const { key, rule, message } = kind;
  const names = new Set(governed.flatMap(({ settings }) => [...kind.names(settings)]));
  const unused = [...names].filter((name) => !governed.some((plan) => kind.isUsed(name, plan)));
  return unused.map((name) => {
    const place: Details["place"] = { file: source.path, ...positionOf(source, [key, name]) };
    return findingOf(rule, { place, message: message(name) });
  });
}
