/** The environment that a server runs in: nothing of the caller's that could reach a real account. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Starting } from "../../languages/starting.js";
import type { Judge } from "../judge/index.js";
import { BASE, registry } from "./accounts.js";
import { fernetKey } from "./fernet.js";
import type { Scratch } from "./scratch.js";

export type Environment = Readonly<Record<string, string>>;

/** What of the caller's environment is nobody's secret and is needed to run at all. */
const passedOn = ["PATH", "LANG", "LC_ALL", "TZ", "TERM", "SystemRoot"];

/** Leads a server, and all that it starts, to the judge, with keys that only the judge knows. */
export function environmentFor(judge: Judge, scratch: Scratch, starting: Starting): Environment {
  const inherited = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const path = [scratch.bin, ...starting.bins, process.env.PATH ?? ""].join(":");
  return {
    ...Object.fromEntries(inherited),
    ...starting.env,
    PATH: path,
    HOME: scratch.home,
    XDG_CONFIG_HOME: join(scratch.home, ".config"),
    XDG_CACHE_HOME: join(scratch.home, ".cache"),
    CI: "1",
    FASTMCP_TRANSPORT: "stdio",
    MCP_TRANSPORT: "stdio",
    // What the user keeps in .env may lead to real accounts.
    FASTMCP_ENV_FILE: "",
    ...awsSettings(judge, scratch),
    ...proxySettings(judge.url),
    ...registry((id) => judge.issue(id), fernetKey()),
  };
}

function awsSettings({ url, base }: Judge, scratch: Scratch): Environment {
  const folder = join(scratch.home, ".aws");
  mkdirSync(folder, { recursive: true });
  const [config, credentials] = [join(folder, "config"), join(folder, "credentials")];
  writeFileSync(config, `[default]\nregion = ${BASE.region}\n`);
  // Some servers ask for the default profile by its name.
  writeFileSync(
    credentials,
    `[default]\naws_access_key_id = ${base.accessKeyId}\naws_secret_access_key = ${base.secretAccessKey}\n`,
  );
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: base.accessKeyId,
    AWS_SECRET_ACCESS_KEY: base.secretAccessKey,
    AWS_REGION: BASE.region,
    AWS_DEFAULT_REGION: BASE.region,
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "2",
  };
}

/** Whoever asks another address than the judge's asks the judge all the same, and is written down. */
function proxySettings(url: string): Environment {
  const names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
  const all = names.flatMap((name) => [
    [name, url],
    [name.toLowerCase(), url],
  ]);
  const own = "127.0.0.1,localhost";
  return {
    ...Object.fromEntries(all),
    NO_PROXY: own,
    no_proxy: own,
    NODE_USE_ENV_PROXY: "1",
    DOCKER_HOST: "tcp://127.0.0.1:9",
  };
}
