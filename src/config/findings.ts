/** What is wrong with configurations as a whole, once all servers that they govern were looked at. */

import { resolve } from "node:path";
import type { ServerPlan } from "../plan/plan.js";

/**
 * The servers, and with the first one that a configuration governs what is to be said of it. `all` are those that
 * were looked at, also without a tool: one may be in a file that does not parse.
 */
export async function withConfigFindings<T extends { readonly plan: ServerPlan }>(
  servers: readonly T[],
  all: readonly T[],
  paths: readonly string[],
): Promise<readonly T[]> {
  const plans = servers.map(({ plan }) => plan);
  if (!plans.some(hasEntries)) return servers;
  const { unusedEntries } = await import("./unused.js");
  const found = unusedEntries(
    all.map(({ plan }) => plan),
    paths.map((path) => resolve(path)),
  );
  return servers.map((each) => {
    const { plan } = each;
    const first = plans.find(({ config }) => config?.path === plan.config?.path);
    const own = found.filter(({ place }) => plan === first && place.file === plan.config?.path);
    if (own.length === 0) return each;
    const findings = [...plan.scan.findings, ...own];
    return { ...each, plan: { ...plan, scan: { ...plan.scan, findings } } };
  });
}

function hasEntries({ settings: { ignore, programs, paths } }: ServerPlan): boolean {
  return ignore.size + programs.size + (paths?.ignore.size ?? 0) > 0;
}
