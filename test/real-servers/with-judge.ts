/** An AWS for the servers that ask it before they list their tools: who they are, which functions there are. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Credentials, startJudge } from "../../src/verify/judge/index.js";

const account = "123456789012";

/** Runs a judge while `use` does something, which is given the environment that leads a server to it. */
export async function withJudge<Result>(
  use: (env: Record<string, string>) => Promise<Result>,
): Promise<Result> {
  const judge = await startJudge({ accounts: [{ id: account }], base: account });
  const folder = await mkdtemp(join(tmpdir(), "real-servers-"));
  try {
    const profiles = join(folder, "credentials");
    await writeFile(profiles, profileOf(judge.base));
    return await use({
      AWS_ENDPOINT_URL: judge.url,
      AWS_ACCESS_KEY_ID: judge.base.accessKeyId,
      AWS_SECRET_ACCESS_KEY: judge.base.secretAccessKey,
      AWS_SHARED_CREDENTIALS_FILE: profiles,
    });
  } finally {
    await judge.close();
    await rm(folder, { recursive: true });
  }
}

/** Some servers ask for the default profile by its name. */
function profileOf({ accessKeyId, secretAccessKey }: Credentials): string {
  return `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
}
