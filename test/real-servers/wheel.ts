/** A Python server as its users get it: built into a wheel, installed alone, started from elsewhere. */

import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "./command.js";
import { listTools } from "./listing.js";
import type { Copy } from "./measure.js";

/** Builds, installs and starts the wheel by its console script, and counts the tools that have the parameter. */
export async function wheelListing({
  entry,
  root,
  env,
}: Copy): Promise<{ listed: number; withParameter: number }> {
  const elsewhere = `${root}-wheel`;
  rmSync(elsewhere, { recursive: true, force: true });
  const caller = { ...process.env, ...env };
  mustRun(`uv build --wheel --out-dir ${elsewhere}`, root, caller);
  const wheel = readdirSync(elsewhere).find((name) => name.endsWith(".whl"));
  mustRun("uv venv .venv", elsewhere, caller);
  mustRun(`uv pip install --python .venv/bin/python ${wheel}`, elsewhere, caller);
  const own = { ...env, PATH: `${join(elsewhere, ".venv/bin")}:${process.env.PATH}` };
  const tools = await listTools(entry.start ?? "", elsewhere, own);
  const having = tools.filter(({ inputSchema }) => inputSchema.properties?.target_account_id);
  return { listed: tools.length, withParameter: having.length };
}
