/** Whether a server's code may be run: somebody has to say so, once. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { homeOf } from "../disk/transaction/home.js";
import { UserError } from "../errors.js";
import type { ServerPlan } from "../plan/plan.js";
import { shownPath } from "../report/places.js";
import type { Io } from "./io.js";

/**
 * Asks in a terminal, the first time for each server, and remembers the yes beside the journals. Throws UserError where
 * there is nobody to ask.
 */
export async function mayRun(plans: readonly ServerPlan[], yes: boolean, io: Io): Promise<boolean> {
  const roots = plans.map(({ server }) => server.root);
  const shown = roots.map((root) => shownPath(root, io.cwd)).join(", ");
  io.say(`verify runs the code of ${shown}, in a copy, without a real credential.`);
  const unknown = roots.filter((root) => !existsSync(consentPath(root)));
  if (yes || unknown.length === 0) return true;
  if (!io.interactive) {
    throw new UserError("verify runs the server's code: say --yes where nobody can be asked");
  }
  const { confirm, isCancel } = await import("@clack/prompts");
  const answer = await confirm({ message: "Run it?", initialValue: false });
  if (isCancel(answer) || !answer) return false;
  for (const root of unknown) remember(root);
  return true;
}

function consentPath(root: string): string {
  const name = createHash("sha256").update(root).digest("hex").slice(0, 16);
  return join(homeOf(root), "verify", name);
}

function remember(root: string): void {
  mkdirSync(join(consentPath(root), ".."), { recursive: true, mode: 0o700 });
  writeFileSync(consentPath(root), `${root}\n`);
}
