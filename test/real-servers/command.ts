/** Runs the commands of a proof, one at a time, and keeps what they said. */

import { spawnSync } from "node:child_process";
import { join } from "node:path";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const minute = 60_000;

/**
 * Runs a shell command in `cwd` and waits, for a quarter of an hour at most.
 * Gives the exit code; a non-zero one is for the caller to judge.
 */
export function shell(command: string, cwd: string, env: NodeJS.ProcessEnv): Ran {
  const result = spawnSync("bash", ["-c", command], {
    cwd,
    env,
    encoding: "utf8",
    timeout: 15 * minute,
    maxBuffer: 1 << 29,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (result.error) throw new Error(`${command}: ${result.error.message}`);
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** As `shell`, for steps without which nothing else makes sense. Throws with the end of what was said. */
export function mustRun(command: string, cwd: string, env: NodeJS.ProcessEnv): Ran {
  const ran = shell(command, cwd, env);
  if (ran.code === 0) return ran;
  throw new Error(`${command} ended with ${ran.code}:\n${tail(ran.stdout + ran.stderr)}`);
}

/** The last lines of an output, for messages. */
export function tail(text: string, lines = 15): string {
  return text.trim().split("\n").slice(-lines).join("\n");
}

/**
 * The environment every server runs in: nothing of the caller's but its path and home, keys that open
 * nothing, and no way to the network's instance credentials. (Installing takes the caller's as well.)
 */
export function environmentFor(
  folders: readonly string[],
  own: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const bins = folders.flatMap((folder) => [
    join(folder, "node_modules/.bin"),
    join(folder, ".venv/bin"),
  ]);
  return {
    PATH: [...bins, process.env.PATH].join(":"),
    HOME: process.env.HOME,
    LANG: "C.UTF-8",
    CI: "1",
    HUSKY: "0",
    AWS_ACCESS_KEY_ID: "AKIAEXAMPLEEXAMPLE00",
    AWS_SECRET_ACCESS_KEY: "not-a-secret",
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_CONFIG_FILE: join(import.meta.dirname, "aws/config"),
    AWS_SHARED_CREDENTIALS_FILE: join(import.meta.dirname, "aws/credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    ...own,
  };
}
