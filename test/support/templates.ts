/** The JavaScript editions of the templates, which the build makes, for tests that run before it. */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const built = fileURLToPath(new URL("../../dist/templates", import.meta.url));
const script = fileURLToPath(new URL("../../build/compile-templates.mjs", import.meta.url));

/** Makes them if they are not there. */
export function compileTemplates(): void {
  if (existsSync(built)) return;
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}
