/** Python environments for tests: one for each set of requirements, kept between runs in `.venv/`. */

import { execFile, spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const maker = fileURLToPath(new URL("make_env.py", import.meta.url));

/**
 * The path of a Python with the packages of a file of requirements. Throws where there is no Python 3.10
 * or later with venv: vitest.config.ts leaves the tests that ask for one out there.
 */
export async function ensurePythonEnv(requirementsFile: string): Promise<string> {
  const base = findPython();
  if (base === undefined) throw new Error("Python 3.10 or later with venv was not found");
  const { stdout } = await run(base, [maker, requirementsFile], { maxBuffer: 1 << 24 });
  return stdout.trim();
}

/** The name of a Python that can make environments, or undefined. */
export function findPython(): string | undefined {
  const check = "import sys, venv, ensurepip; assert sys.version_info >= (3, 10)";
  const names = ["python3", "python3.11", "python3.12", "python3.13", "python3.10"];
  return names.find((name) => spawnSync(name, ["-c", check]).status === 0);
}

/** Runs pytest with its own output shown too, and gives its exit code and what it printed. */
export function runPytest(
  python: string,
  folder: string,
  options: readonly string[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ["-m", "pytest", ...options], { cwd: folder });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data: Buffer) => {
        output += data;
        process.stderr.write(data);
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output: output.trim() }));
  });
}
