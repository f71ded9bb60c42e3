/** A judge for one test, and boto3 to call it with. */

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type Judge, type JudgeOptions, startJudge } from "../../../src/verify/judge/index.js";
import { ensurePythonEnv } from "../../support/python-env.js";

export const A = { id: "111111111111", externalId: "external-a" };
export const B = { id: "222222222222" };
export const BASE = "999999999999";

/** A judge with the accounts A and B, which ends with the test. */
export async function judgeForTest(options: Partial<JudgeOptions> = {}): Promise<Judge> {
  const judge = await startJudge({ accounts: [A, B], base: BASE, ...options });
  onTestFinished(() => judge.close());
  return judge;
}

/** Python with boto3. */
export function boto3(): Promise<string> {
  return ensurePythonEnv(here("requirements.txt"));
}

export function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Runs a Python script with JSON on its standard input, and gives the JSON lines that it prints. */
export async function runPython(
  python: string,
  script: string,
  input: unknown,
): Promise<Record<string, unknown>[]> {
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (data: Buffer) => (output[name] += data));
  }
  child.stdin.end(JSON.stringify(input));
  const code = await new Promise((resolve, reject) =>
    child.on("error", reject).on("close", resolve),
  );
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${output.stderr}`);
  const lines = output.stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line));
}
