/** What every command begins with: find the servers and plan each of them. */

import { resolve } from "node:path";
import { settingsFor } from "../config.js";
import { discover } from "../discover.js";
import { UserError } from "../errors.js";
import { createFileStore, type FileStore } from "../files.js";
import { languages } from "../languages/registry.js";
import { hasTools, planServer, type ServerPlan } from "../plan.js";
import type { Problem, Settings } from "../types.js";

/** What there is under the paths. */
export interface Look {
  readonly plans: readonly ServerPlan[];
  readonly problems: readonly Problem[];
  readonly files: FileStore;
}

/**
 * Plans every server under the paths. `overrides` are the choices made on the command line.
 * Throws UserError where there is no server at all.
 */
export async function look(
  paths: readonly string[],
  overrides: Partial<Settings> = {},
): Promise<Look> {
  const files = createFileStore();
  const targets = paths.map((path) => resolve(path));
  const { servers, problems } = discover(targets, languages, files);
  const plans: ServerPlan[] = [];
  const unread: Problem[] = [...problems];
  for (const server of servers) {
    const settings = { ...settingsFor(server.root, files), ...overrides };
    const plan = await planServer(server, files, settings);
    if (hasTools(plan)) plans.push(plan);
    if (hasTools(plan) || servers.length === 1) unread.push(...plan.scan.problems);
  }
  if (plans.length === 0 && unread.length === 0) throw noServer(paths);
  return { plans, problems: unread, files };
}

function noServer(paths: readonly string[]): UserError {
  const labels = languages.map(({ label }) => label).join(" or ");
  return new UserError(
    `${paths.join(", ")}: no MCP server here: no ${labels} source registers a tool; name the server's own folder`,
  );
}
