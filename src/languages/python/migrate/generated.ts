/** A function whose signature is made when the server starts: it is given the parameter where it is registered. */

import type { Generated } from "../forms/found-tool.js";
import { createFix, type MigrateContext, type Migration, settled } from "./context.js";

/** The services' call round what is passed; at run time it adds the parameter and runs the tool in its account. */
export function migrateGenerated(
  { at, isGiven }: Generated,
  { project }: MigrateContext,
): Migration {
  const module = project.module(at.file);
  if (isGiven || !module) return settled("migrated");
  const fix = createFix();
  const name = fix.use(module, "with_account_parameter");
  fix.add(module, [
    { offset: at.node.startIndex, text: `${name}(` },
    { offset: at.node.endIndex, text: ")" },
  ]);
  const built = fix.fix();
  const missing = ["parameter", "wrapper"];
  return { state: "pending", missing, findings: [], ...(built ? { fix: built } : {}) };
}
