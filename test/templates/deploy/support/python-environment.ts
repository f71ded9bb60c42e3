/** Python environments for tests: one for each file of requirements, kept between runs. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "./paths.js";

const run = promisify(execFile);
const cache = join(repository, "node_modules", ".cache", "python");
// Installs the same packages as pip, in a tenth of the time.
const UV = "uv==0.13.9";

/** The `bin` folder of an environment in which the file's requirements are installed. */
export async function pythonEnvironment(requirements: string): Promise<string> {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  return once(join(cache, hash), async (folder) => {
    const uv = join(await uvEnvironment(), "uv");
    const python = join(folder, "bin", "python");
    await run(uv, ["pip", "install", "--quiet", "--python", python, "--requirement", requirements]);
  });
}

function uvEnvironment(): Promise<string> {
  return once(join(cache, UV), async (folder) => {
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV];
    await run(join(folder, "bin", "python"), pip);
  });
}

async function once(folder: string, install: (folder: string) => Promise<void>): Promise<string> {
  const installed = join(folder, "installed");
  if (!existsSync(installed)) {
    rmSync(folder, { recursive: true, force: true });
    await run("python3", ["-m", "venv", folder]);
    await install(folder);
    writeFileSync(installed, "");
  }
  return join(folder, "bin");
}
