/** Entries of a configuration that say nothing about any server under it. */

import { dirname } from "node:path";
import { isWithin } from "../disk/paths.js";
import type { ServerPlan } from "../plan/plan.js";
import { findingOf } from "../rules/finding.js";
import type { Finding } from "../types.js";
import type { ConfigText } from "./find.js";
import { positionOf } from "./locate.js";

/**
 * A finding for each tool that a configuration leaves out and no server has. Asked only of a configuration
 * all of whose folder was looked at (`paths`): of a part, nothing can be said.
 */
export function unusedIgnores(
  plans: readonly ServerPlan[],
  paths: readonly string[],
): readonly Finding[] {
  return sources(plans)
    .filter(({ path }) => paths.some((asked) => isWithin(dirname(path), asked)))
    .flatMap((source) => {
      const governed = plans.filter(({ config }) => config?.path === source.path);
      const tools = new Set(governed.flatMap(({ scan }) => scan.tools.map(({ name }) => name)));
      const names = governed.flatMap(({ settings }) => [...settings.ignore.keys()]);
      const unused = [...new Set(names)].filter((name) => !tools.has(name));
      return unused.map((name) => finding(source, name));
    });
}

function sources(plans: readonly ServerPlan[]): ConfigText[] {
  const byPath = new Map(plans.flatMap(({ config }) => (config ? [[config.path, config]] : [])));
  return [...byPath.values()];
}

function finding(source: ConfigText, name: string): Finding {
  return findingOf("unused-ignore", {
    place: { file: source.path, ...positionOf(source, ["ignore", name]) },
    message: `no tool is named "${name}"`,
  });
}
