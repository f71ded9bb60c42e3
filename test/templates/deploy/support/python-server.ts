/** A Python server as a retrofit leaves it: its modules, the services, and the entry point. */

import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filled } from "./fill.js";
import { here, templates } from "./paths.js";
import { pythonEnvironment } from "./python-environment.js";
import type { Program } from "./served.js";

const requirements = {
  "mcp 1.23": "../python/requirements-oldest.txt",
  "mcp 1.30, fastmcp 3": "../python/requirements.txt",
  "mcp 2": "../python/requirements-newest.txt",
  "fastmcp 4": "requirements/fastmcp-4.txt",
};

export type Installed = keyof typeof requirements;

/** One of the servers of `python-servers`, with these libraries; `main` is its SERVER_MAIN. */
export async function pythonServer(installed: Installed, main: string): Promise<Program> {
  const cwd = mkdtempSync(join(tmpdir(), "entrypoint-"));
  cpSync(join(here, "python-servers"), cwd, { recursive: true });
  cpSync(join(templates, "python", "cred_extract_services"), join(cwd, "cred_extract_services"), {
    recursive: true,
  });
  const values = { SERVER_MAIN: main, SERVICES: "cred_extract_services", SOURCE_ROOT: "." };
  writeFileSync(join(cwd, "entrypoint.py"), filled("python/entrypoint.py", values));
  const bin = await pythonEnvironment(join(here, requirements[installed]));
  return { command: join(bin, "python"), args: ["-m", "entrypoint"], cwd };
}
