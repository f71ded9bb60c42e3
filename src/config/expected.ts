/** Fewer servers or tools than a configuration expects: one that is no longer recognised is not to vanish. */

import { dirname } from "node:path";
import { isWithin } from "../disk/paths.js";
import type { ServerPlan } from "../plan/plan.js";
import { findingOf } from "../rules/finding.js";
import type { Finding } from "../types.js";
import type { ConfigText } from "./find.js";
import { positionOf } from "./locate.js";

/**
 * A finding for each number that is not reached. Asked only of configurations all of whose folder was looked at
 * (`paths`, absolute): of a part, nothing can be said.
 */
export function missingFrom(plans: readonly ServerPlan[], paths: readonly string[]): Finding[] {
  const sources = new Map(
    plans.flatMap(({ config }) => (config ? [[config.path, config] as const] : [])),
  );
  return [...sources.values()]
    .filter(({ path }) => paths.some((asked) => isWithin(dirname(path), asked)))
    .flatMap((source) => fewer(source, plans));
}

function fewer(source: ConfigText, plans: readonly ServerPlan[]): Finding[] {
  const governed = plans.filter(({ config }) => config?.path === source.path);
  const expected = governed[0]?.settings.expect ?? {};
  const found = {
    servers: governed.filter(({ found }) => found > 0).length,
    tools: governed.reduce((sum, plan) => sum + plan.found, 0),
  };
  return (["servers", "tools"] as const)
    .filter((key) => found[key] < (expected[key] ?? 0))
    .map((key) =>
      findingOf("fewer-than-expected", {
        place: { file: source.path, ...positionOf(source, ["expect", key]) },
        message: `${expected[key]} ${key} are expected here, and ${found[key]} are found`,
      }),
    );
}
