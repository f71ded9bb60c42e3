import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { shared } from "../../../templates/typescript/credential-services/context.js";
import {
  accountCacheKey,
  accountCredentials,
  accountEnvironment,
  runInAccount,
  withAccountContext,
} from "../../../templates/typescript/credential-services/index.js";
import { BASE_KEY, setFor, settingsFor, useSettings } from "./support/accounts.js";
import { type FakeAws, startAws } from "./support/aws.js";

const ONE = "111111111111";
const TWO = "022222222222";
const KEY_OF_ONE = "AKIA111111111111";
const script = fileURLToPath(new URL("./support/elsewhere.ts", import.meta.url));

let aws: FakeAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws.close());
useSettings(() => settingsFor(aws));
// As every server does, at the latest when it makes its first client.
beforeEach(() => void accountCredentials());

type Start = (env?: NodeJS.ProcessEnv) => Promise<(way: string) => Promise<string>>;
const loader = ["--import", "tsx"];

const forked: Start = async (env = process.env) => {
  const child = fork(script, { execArgv: loader, env });
  onTestFinished(() => void child.kill());
  return async (way) => {
    child.send(way);
    return String((await once(child, "message"))[0]);
  };
};

const spawned: Start = async (env = process.env) => {
  return async (way) => {
    const options = { env };
    const run = promisify(execFile);
    return (await run(process.execPath, [...loader, script, way], options)).stdout.trim();
  };
};

const worker: Start = async (env) => {
  // A worker takes no loader from its command line.
  const load = `import("tsx/esm/api").then(({ register }) => {
    register();
    return import(${JSON.stringify(script)});
  });`;
  const thread = new Worker(load, { eval: true, ...(env && { env }) });
  onTestFinished(() => void thread.terminate());
  return async (way) => {
    thread.postMessage(way);
    return String((await once(thread, "message"))[0]);
  };
};

describe.each([
  ["a forked child", forked],
  ["a spawned program", spawned],
  ["a worker", worker],
])("%s that imports the services", (_what, start) => {
  it("is refused while no account was handed to it, whichever call started it", async () => {
    const atStart = await start();
    const inCall = (await runInAccount(ONE, start)) as Awaited<ReturnType<Start>>;
    expect([await atStart("bare"), await inCall("bare")]).toEqual([
      "LostAccountContextError",
      "LostAccountContextError",
    ]);
  });

  it("signs in the account that runInAccount names, or as the server where it says so", async () => {
    const ask = await start();
    expect(await ask(ONE)).toBe(KEY_OF_ONE);
    expect(await ask("server")).toBe(BASE_KEY);
    expect(await ask("bare")).toBe("LostAccountContextError");
  });

  it("signs in the account of the call whose accountEnvironment it was given", async () => {
    const inAccount = async (id: string | undefined) =>
      (await runInAccount(id, () => start(accountEnvironment()))) as Awaited<ReturnType<Start>>;
    expect(await (await inAccount(ONE))("bare")).toBe(KEY_OF_ONE);
    expect(await (await inAccount(TWO))("bare")).toBe("ASIA022222222222");
    expect(await (await inAccount(undefined))("bare")).toBe(BASE_KEY);
  });

  it("is given nothing by an accountEnvironment that no call asked for", async () => {
    shared.started = false;
    expect(await (await start(accountEnvironment()))("bare")).toBe("LostAccountContextError");
  });
});

describe("accountEnvironment", () => {
  const registry = {
    ENCRYPTION_KEY: "key",
    RDS_SECRET_NAME: "name",
    ACCOUNTS_DATABASE_URL: "postgresql://accounts",
    TARGET_ACCOUNTS: undefined,
    DATABASE_URL: "postgresql://own",
  };

  it.each([undefined, ONE])("keeps the registry's secrets from a child, account %s", async (id) => {
    const tool = withAccountContext(async (_args: object) => accountEnvironment());
    for (const [name, value] of Object.entries(registry)) {
      if (value !== undefined) setFor(name, value);
    }
    const env = await tool({ target_account_id: id });
    for (const name of ["ENCRYPTION_KEY", "RDS_SECRET_NAME", "ACCOUNTS_DATABASE_URL"]) {
      expect(env).not.toHaveProperty(name);
    }
    expect(env).not.toHaveProperty("TARGET_ACCOUNTS");
    expect(env["DATABASE_URL"]).toBe("postgresql://own");
  });

  it("has no credentials at all where a call must name an account", async () => {
    setFor("ALLOW_DEFAULT_ACCOUNT", "no");
    const env = await withAccountContext(async (_args: object) => accountEnvironment())({});
    expect(env["AWS_ACCESS_KEY_ID"]).toBeUndefined();
    expect(env["AWS_EC2_METADATA_DISABLED"]).toBe("true");
    expect(env["AWS_CONFIG_FILE"]).toBe("/dev/null");
  });
});

it("accountCacheKey is the account of the call, and never a guess", async () => {
  const key = withAccountContext(async (_args: object) => accountCacheKey());
  expect(await key({ target_account_id: "111111111111" })).toBe(ONE);
  expect(await key({})).toBe("default");
  expect(() => accountCacheKey()).toThrow("outside a tool call");
});
