/** Python environments for tests: one for each file of requirements, kept between runs in `.venv/`. */

import { execFile, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const folderOfAll = fileURLToPath(new URL("../../.venv", import.meta.url));

/** Installs the same packages as pip, in a tenth of the time. */
const uv = "uv==0.13.9";

/**
 * The path of a Python in `.venv/<name>`, with the requirements installed; made anew when their file
 * changes. Throws where there is no Python 3.10 or later with venv: vitest.config.ts leaves the tests
 * that ask for one out there.
 */
export function ensurePythonEnv(name: string, requirementsFile: string): Promise<string> {
  return alone(join(folderOfAll, name), async (folder) => {
    const wanted = createHash("sha256")
      .update(await readFile(requirementsFile))
      .digest("hex");
    await madeOnce(folder, wanted, async (python) => {
      const installer = join(dirname(await uvPython()), "uv");
      const options = ["--quiet", "--python", python, "--requirement", requirementsFile];
      await run(installer, ["pip", "install", ...options], { maxBuffer: 1 << 24 });
    });
    return pythonIn(folder);
  });
}

/** The name of a Python that can make environments, or undefined. */
export function findPython(): string | undefined {
  const check = "import sys, venv, ensurepip; assert sys.version_info >= (3, 10)";
  const names = ["python3", "python3.11", "python3.12", "python3.13", "python3.10"];
  return names.find((name) => spawnSync(name, ["-c", check]).status === 0);
}

/** Runs pytest with its own output shown, and gives its exit code and its last line, the counts. */
export function runPytest(
  python: string,
  folder: string,
  options: readonly string[],
): Promise<{ code: number | null; summary: string }> {
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
    child.on("close", (code) => resolve({ code, summary: output.trim().split("\n").at(-1) ?? "" }));
  });
}

function uvPython(): Promise<string> {
  return alone(join(folderOfAll, "uv"), async (folder) => {
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", uv];
    await madeOnce(folder, uv, async (python) => void (await run(python, pip)));
    return pythonIn(folder);
  });
}

function pythonIn(folder: string): string {
  return join(folder, "bin", "python");
}

async function madeOnce(
  folder: string,
  wanted: string,
  install: (python: string) => Promise<void>,
): Promise<void> {
  const stamp = join(folder, "installed");
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return;
  const base = findPython();
  if (base === undefined) throw new Error("Python 3.10 or later with venv was not found");
  await rm(folder, { recursive: true, force: true });
  await run(base, ["-m", "venv", folder]);
  await install(pythonIn(folder));
  await writeFile(stamp, wanted);
}

/** A lock this old was left behind by a run that was stopped. */
const staleMs = 10 * 60_000;

/** Test files run side by side and share environments: one makes it, the others wait. */
async function alone<T>(folder: string, work: (folder: string) => Promise<T>): Promise<T> {
  const lock = `${folder}.lock`;
  await mkdir(dirname(folder), { recursive: true });
  while (
    !(await mkdir(lock).then(
      () => true,
      () => false,
    ))
  ) {
    const since = (await stat(lock).catch(() => undefined))?.mtimeMs ?? Date.now();
    if (Date.now() - since > staleMs) await rmdir(lock).catch(() => undefined);
    await sleep(200);
  }
  try {
    return await work(folder);
  } finally {
    await rmdir(lock);
  }
}
