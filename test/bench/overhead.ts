/** What one call of a wrapped tool takes, beside the same call unwrapped, in both languages. */

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Judge, startJudge } from "../../src/verify/judge/index.js";
import { ensurePythonEnv } from "../support/python-env.js";

/** Medians in microseconds: without the wrapper, without an account, with an account that is cached. */
export interface Overhead {
  readonly language: string;
  readonly unwrapped: number;
  readonly default: number;
  readonly cached: number;
}

const run = promisify(execFile);
const account = "111111111111";

/** An account whose keys are in the environment, so that no database is measured: STS is asked before, whose they are. */
function accountsOf(judge: Judge): string {
  const { accessKeyId, secretAccessKey } = judge.issue(account);
  const keys = { access_key_id: accessKeyId, secret_access_key: secretAccessKey };
  return JSON.stringify([{ account_id: account, auth_type: "aksk", ...keys, region: "us-east-1" }]);
}

/** Measures both languages, each in a process of its own. */
export async function overheads(): Promise<Overhead[]> {
  const requirements = pathOf("../templates/python/requirements.txt");
  const python = await ensurePythonEnv(requirements);
  const script = [pathOf("../../node_modules/tsx/dist/cli.mjs"), pathOf("overhead-call.ts")];
  const judge = await startJudge({ accounts: [{ id: account }], base: account });
  try {
    return [
      await measure(judge, "TypeScript", process.execPath, script),
      await measure(judge, "Python", python, [pathOf("overhead_call.py")]),
    ];
  } finally {
    await judge.close();
  }
}

/** The calls are logged as in a server, a line each; the lines themselves are thrown away where all is well. */
async function measure(
  judge: Judge,
  language: string,
  program: string,
  args: readonly string[],
): Promise<Overhead> {
  const env = {
    ...process.env,
    TARGET_ACCOUNTS: accountsOf(judge),
    AWS_ENDPOINT_URL: judge.url,
    AWS_ACCESS_KEY_ID: judge.base.accessKeyId,
    AWS_SECRET_ACCESS_KEY: judge.base.secretAccessKey,
    PYTHONPATH: pathOf("../../templates/python"),
  };
  const { stdout } = await run(program, [...args], { encoding: "utf8", env, maxBuffer: 2 ** 30 });
  return { language, ...JSON.parse(stdout) };
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
