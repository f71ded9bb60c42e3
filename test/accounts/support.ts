/** The `accounts` commands as an owner runs them: the built program, in a home and a folder of its own. */

import { spawn } from "node:child_process";
import { join } from "node:path";
import { newDatabase } from "../support/databases.js";
import { folderWith, programPath, type Run } from "../support/program.js";

export const ROLE = "222222222222";
export const KEYS = "111111111111";
export const ROLE_ARN = `arn:aws:iam::${ROLE}:role/mcp`;
export const ACCESS_KEY_ID = "AKIA1111111111111111";

export interface Owner {
  readonly home: string;
  /** What the commands find in their environment. */
  readonly env: Record<string, string>;
  /** Runs `retrofit accounts …`, with a text on its standard input. */
  run(args: readonly string[], input?: string, node?: string): Promise<Run>;
}

/** Somebody who has set nothing up, but for these settings. */
export function newOwner(settings: Record<string, string> = {}): Owner {
  const home = folderWith({});
  const env = { ...withoutSettings(), HOME: home, USERPROFILE: home, ...settings };
  return {
    home,
    env,
    run: (args, input = "", node = process.execPath) =>
      ended(node, [programPath, "accounts", ...args], { cwd: home, env, input }),
  };
}

/** An owner for each kind of database, which is empty. */
export const owners = {
  sqlite: async () => newOwner(),
  postgresql: async () => newOwner({ ACCOUNTS_DATABASE_URL: await newDatabase() }),
} as const;

/** Where the embedded database is. */
export function fileOf({ home }: Owner): string {
  return join(home, ".cred_extract_services", "accounts.db");
}

/** Runs a program to its end, without blocking what it talks to in this process. */
export function ended(
  command: string,
  args: readonly string[],
  { cwd, env, input = "" }: { cwd: string; env: Record<string, string>; input?: string },
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].on("data", (data: Buffer) => (output[name] += data));
    }
    // One that reads nothing may have ended before.
    child.stdin.on("error", () => undefined).end(input);
    child.on("error", reject).on("close", (code) => resolve({ code, ...output }));
  });
}

/** The environment without what somebody's own machine may have set. */
function withoutSettings(): Record<string, string> {
  const isOurs =
    /^(AWS_|FASTMCP_|MCP_|PG|(ACCOUNTS_)?DATABASE_URL|RDS_SECRET_NAME|ENCRYPTION_KEY|TARGET_)/;
  const entries = Object.entries(process.env).filter(([name]) => !isOurs.test(name));
  return Object.fromEntries(entries) as Record<string, string>;
}
