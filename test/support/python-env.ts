import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The path of a Python in `.venv/<name>`, with the requirements installed; made once for each
 * content of the requirements file. Without a Python 3.10 or later it says so and gives undefined,
 * so that the rest can be tested on such a machine; where `CI` is set, that is an error.
 */
export async function ensurePythonEnv(
  name: string,
  requirementsFile: string,
): Promise<string | undefined> {
  const base = await findPython();
  if (base === undefined) {
    const message = "Python 3.10 or later with venv was not found: its tests do not run";
    if (process.env["CI"]) throw new Error(message);
    console.error(`\n!!! ${message}\n`);
    return undefined;
  }
  const folder = join(ROOT, ".venv", name);
  const python = join(folder, "bin", "python");
  const stamp = join(folder, "requirements.sha256");
  const wanted = createHash("sha256")
    .update(await readFile(requirementsFile))
    .digest("hex");
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return python;
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await run(base, ["-m", "venv", folder]);
  // Every version is pinned, so there is nothing to resolve.
  const install = ["-m", "pip", "install", "--quiet", "--no-deps", "-r", requirementsFile];
  await run(python, [...install, "--disable-pip-version-check"], { maxBuffer: 1 << 24 });
  await writeFile(stamp, wanted);
  return python;
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

async function findPython(): Promise<string | undefined> {
  const check = "import sys, venv, ensurepip; assert sys.version_info >= (3, 10)";
  for (const name of ["python3", "python3.11", "python3.12", "python3.13", "python3.10"]) {
    const found = await run(name, ["-c", check]).then(
      () => true,
      () => false,
    );
    if (found) return name;
  }
  return undefined;
}
