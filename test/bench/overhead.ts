/** What one call of a wrapped tool takes, beside the same call unwrapped, in both languages. */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensurePythonEnv } from "../support/python-env.js";

/** Medians in microseconds: without the wrapper, without an account, with an account that is cached. */
export interface Overhead {
  readonly language: string;
  readonly unwrapped: number;
  readonly default: number;
  readonly cached: number;
}

/** An account whose keys are in the environment, so that neither a database nor STS is measured. */
const accounts = JSON.stringify([
  {
    account_id: "111111111111",
    auth_type: "aksk",
    access_key_id: "AKIAEXAMPLE",
    secret_access_key: "example",
    region: "us-east-1",
  },
]);

/** Measures both languages, each in a process of its own. */
export async function overheads(): Promise<Overhead[]> {
  const requirements = pathOf("../templates/python/requirements.txt");
  const python = await ensurePythonEnv(requirements);
  const script = [pathOf("../../node_modules/tsx/dist/cli.mjs"), pathOf("overhead-call.ts")];
  return [
    measure("TypeScript", process.execPath, script),
    measure("Python", python, [pathOf("overhead_call.py")]),
  ];
}

/** The calls are logged as in a server, a line each; the lines themselves are thrown away. */
function measure(language: string, program: string, args: readonly string[]): Overhead {
  const output = execFileSync(program, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: {
      ...process.env,
      TARGET_ACCOUNTS: accounts,
      PYTHONPATH: pathOf("../../templates/python"),
    },
  });
  return { language, ...JSON.parse(output) };
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
