/** Runs the built program as a user would: a process of its own, in a folder of its own. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { HANGS_AFTER_MS } from "./hangs.js";

export const programPath = fileURLToPath(new URL("../../bin/retrofit.js", import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Record<string, string>;
}

/** Runs `retrofit …` without a terminal and waits for it, as if outside of GitHub's jobs. */
export function retrofit(args: readonly string[], { cwd, env }: RunOptions): Run {
  const outside = { GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: "" };
  return run(process.execPath, [programPath, ...args], { cwd, env: { ...outside, ...env } });
}

/** Runs any command without a terminal. */
export function run(command: string, args: readonly string[], options: RunOptions): Run {
  const { cwd, env } = options;
  const result = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    timeout: HANGS_AFTER_MS,
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  if (result.error) throw result.error;
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** A folder with these files, removed when the test ends. */
export function folderWith(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), "retrofit-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
  }
  return folder;
}

/** A copy of a folder, removed when the test ends. */
export function copyOf(folder: string): string {
  const copy = folderWith({});
  cpSync(folder, copy, { recursive: true });
  return copy;
}
