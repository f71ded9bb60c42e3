import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newKey } from "../../../src/accounts/fernet.js";
import { flush } from "../../../templates/typescript/credential-services/access.js";
import { forgetAccounts } from "../../../templates/typescript/credential-services/accounts.js";
import { closeDatabase } from "../../../templates/typescript/credential-services/database.js";
import {
  currentAccount,
  runInAccount,
  withAccountContext,
} from "../../../templates/typescript/credential-services/index.js";
import {
  forgetOwners,
  forgetSessions,
} from "../../../templates/typescript/credential-services/sessions.js";
import { setFor, settingsFor, useSettings, written } from "./support/accounts.js";
import { type FakeAws, isOwnerCheck, startAws } from "./support/aws.js";
import { type Postgres, startPostgres } from "./support/postgres.js";
import { type Proxy as SlowProxy, startProxy } from "./support/proxy.js";
import { encrypted, register } from "./support/registered.js";

const ONE = "111111111111";
const TWO = "022222222222";
const SECRET = "key-secret-of-one";
const key = newKey();

let aws: FakeAws;
let postgres: Postgres;
let proxy: SlowProxy;

beforeAll(async () => {
  aws = await startAws();
  postgres = await startPostgres();
  proxy = await startProxy(Number(new URL(postgres.url).port));
});
afterAll(async () => {
  await closeDatabase();
  await Promise.all([aws.close(), proxy.close(), postgres.close()]);
});

const proxied = () => Object.assign(new URL(postgres.url), { port: `${proxy.port}` }).href;

useSettings(() => ({
  ...settingsFor(aws),
  TARGET_ACCOUNTS: undefined,
  DATABASE_URL: proxied(),
  ENCRYPTION_KEY: key,
}));

beforeEach(async () => {
  proxy.mode = "pass";
  aws.sts = "well";
  aws.requests.length = 0;
  await postgres.run("DROP TABLE IF EXISTS aws_accounts, organizations");
  const secretToken = encrypted(SECRET, key);
  await register({ accountId: ONE, alias: "one", accessKeyId: "AKIA111111111111", secretToken });
  const roleArn = `arn:aws:iam::${TWO}:role/mcp`;
  const role = { alias: "two", region: "eu-west-1", roleArn, externalId: "ext-two" };
  await register({ accountId: TWO, organization: "org", ...role });
});
afterEach(async () => {
  forgetAccounts();
  forgetSessions();
  forgetOwners();
  await closeDatabase();
});

/** Runs with short limits, for what never answers. */
async function impatiently<T>(work: () => Promise<T>): Promise<T> {
  process.env["TARGET_ACCOUNT_TIMEOUT_SECONDS"] = "0.5";
  try {
    return await work();
  } finally {
    process.env["TARGET_ACCOUNT_TIMEOUT_SECONDS"] = "60";
  }
}

const see = withAccountContext(async (_args: { target_account_id?: string }) => currentAccount());

async function outcome(target: string): Promise<string> {
  const result = (await see({ target_account_id: target })) as unknown as {
    accountId?: string;
    content?: { text: string }[];
  };
  return result.accountId ?? JSON.parse(result.content?.[0]?.text ?? "{}").error_type;
}

const lastDetail = () => {
  flush();
  return JSON.parse(written.join("").trim().split("\n").at(-1) ?? "{}").detail;
};

describe("an account in PostgreSQL", () => {
  it("with keys: the secret is stored encrypted, and used", async () => {
    const [row] = (await postgres.run("SELECT * FROM aws_accounts WHERE account_id = $1", [
      ONE,
    ])) as [Record<string, string>];
    expect(JSON.stringify(row)).not.toContain(SECRET);
    expect(row["secret_access_key_encrypted"]).toMatch(/^gAAAA/);
    expect(await see({ target_account_id: ONE })).toEqual({
      accountId: ONE,
      alias: "one",
      authType: "aksk",
      region: "us-east-1",
    });
  });

  it("with a role: assumed with its external id, a name for CloudTrail, for an hour", async () => {
    setFor("MCP_SERVER_NAME", "my server");
    const listBuckets = withAccountContext(async function list_buckets(
      _args: object,
      _extra: object,
    ) {
      return currentAccount()?.accountId;
    });
    const extra = { authInfo: { clientId: "c", extra: { sub: "alice@example.com" } } };
    expect(await listBuckets({ target_account_id: TWO }, extra)).toBe(TWO);
    const form = new URLSearchParams(aws.sts_requests()[0]?.body);
    expect(Object.fromEntries(form)).toMatchObject({
      RoleArn: `arn:aws:iam::${TWO}:role/mcp`,
      ExternalId: "ext-two",
      RoleSessionName: "my-server.list_buckets.alice@example.com",
      DurationSeconds: "3600",
    });
  });

  it("is looked up once for calls that come together, and its role assumed once", async () => {
    const before = proxy.connections;
    await Promise.all(Array.from({ length: 50 }, () => see({ target_account_id: TWO })));
    expect(aws.sts_requests()).toHaveLength(1);
    expect(proxy.connections - before).toBeLessThanOrEqual(1);
  });

  it("that isn't there is account_not_found, and is found once it is added", async () => {
    expect(await outcome("999999999999")).toBe("account_not_found");
    aws.keys.set("AKIA999999999999", "s");
    const secretToken = encrypted("s", key);
    await register({ accountId: "999999999999", accessKeyId: "AKIA999999999999", secretToken });
    forgetAccounts();
    expect(await outcome("999999999999")).toBe("999999999999");
  });

  it("that isn't there is remembered briefly, and many are asked for over few connections", async () => {
    const before = proxy.connections;
    const ids = Array.from({ length: 300 }, (_, index) => `${900_000_000_000 + index}`);
    const ask = () => Promise.all(ids.map(outcome));
    expect(new Set(await ask())).toEqual(new Set(["account_not_found"]));
    expect(proxy.connections - before).toBeLessThanOrEqual(5);
    proxy.mode = "refuse";
    await closeDatabase();
    expect(new Set(await ask())).toEqual(new Set(["account_not_found"]));
  });

  it.each([
    ["aws-cn", "cn-northwest-1", "cn-northwest-1"],
    ["aws-cn", "us-east-1", "cn-north-1"],
    ["aws-us-gov", "us-gov-east-1", "us-gov-east-1"],
    ["aws-us-gov", "us-east-1", "us-gov-west-1"],
    ["aws", "eu-west-1", "us-east-1"],
  ])("with a role in %s and region %s asks STS in %s", async (partition, region, asked) => {
    const role = `arn:${partition}:iam::${TWO}:role/mcp`;
    await postgres.run("UPDATE aws_accounts SET role_arn = $1, region = $2 WHERE account_id = $3", [
      ...[role, region, TWO],
    ]);
    expect(await outcome(TWO)).toBe(TWO);
    expect(aws.sts_requests()[0]?.signer?.region).toBe(asked);
  });

  it("whose keys belong to another account is refused", async () => {
    aws.keys.set("AKIA999999999999", SECRET);
    await postgres.run("UPDATE aws_accounts SET access_key_id = 'AKIA999999999999'");
    expect(await outcome(ONE)).toBe("credential_error");
    expect(lastDetail()).toBe("the registered keys belong to another account");
  });

  it("whose keys AWS refuses, or can't check, is refused", async () => {
    await postgres.run("UPDATE aws_accounts SET access_key_id = 'AKIA000000000000'");
    expect(await outcome(ONE)).toBe("credential_error");
    forgetAccounts();
    aws.sts = { status: 500, code: "InternalFailure" };
    await postgres.run("UPDATE aws_accounts SET access_key_id = 'AKIA111111111111'");
    expect(await outcome(ONE)).toBe("assume_role_error");
    aws.sts = "well";
    expect(await outcome(ONE)).toBe(ONE);
  });

  it("with keys is asked whose they are once, in its own partition", async () => {
    await postgres.run("UPDATE aws_accounts SET region = 'cn-northwest-1'");
    const calls = () => Promise.all(Array.from({ length: 20 }, () => outcome(ONE)));
    expect(new Set([...(await calls()), ...(await calls())])).toEqual(new Set([ONE]));
    forgetAccounts();
    expect(await outcome(ONE)).toBe(ONE);
    const asked = aws.requests.filter(isOwnerCheck);
    expect(asked.map(({ signer }) => signer?.region)).toEqual(["cn-northwest-1"]);
  });

  it("whose role belongs to another account is refused", async () => {
    await postgres.run("UPDATE aws_accounts SET role_arn = 'arn:aws:iam::999999999999:role/mcp'");
    expect(await outcome(TWO)).toBe("assume_role_error");
    expect(lastDetail()).toBe("the role belongs to another account");
  });
});

describe("keys", () => {
  it("rotate: the newest encrypts, all decrypt", async () => {
    const newest = newKey();
    setFor("ENCRYPTION_KEY", `${newest},${key}`);
    expect(await outcome(ONE)).toBe(ONE);
    await postgres.run("UPDATE aws_accounts SET secret_access_key_encrypted = $1", [
      encrypted("s", newest),
    ]);
    forgetAccounts();
    setFor("ENCRYPTION_KEY", newest);
    expect(await outcome(ONE)).toBe(ONE);
  });

  it.each<[string, string | undefined, string | undefined]>([
    ["a wrong key", newKey(), undefined],
    ["no key", undefined, undefined],
    ["a key that is none", "short", undefined],
    ["a damaged token", key, "gAAAAAdamaged"],
    ["a token that was changed", key, `${encrypted("x", key).slice(0, -4)}AAA=`],
    ["no token", key, ""],
  ])("%s is credential_error", async (_what, encryptionKey, token) => {
    if (token !== undefined) {
      await postgres.run("UPDATE aws_accounts SET secret_access_key_encrypted = $1", [token]);
    }
    setFor("ENCRYPTION_KEY", encryptionKey);
    expect(await outcome(ONE)).toBe("credential_error");
    setFor("ENCRYPTION_KEY", key);
    if (token === undefined) expect(await outcome(ONE)).toBe(ONE);
  });
});

describe("when the database", () => {
  it("refuses connections, the call fails in words and the next one works", async () => {
    proxy.mode = "refuse";
    await closeDatabase();
    expect(await outcome(ONE)).toBe("database_error");
    proxy.mode = "pass";
    expect(await outcome(ONE)).toBe(ONE);
  });

  it("is reached as sslmode says: it knows no TLS here", async () => {
    const url = (mode: string, host = "127.0.0.1") =>
      `${proxied().replace("127.0.0.1", host)}${mode === "" ? "" : `?sslmode=${mode}`}`;
    const outcomes: Record<string, string> = {};
    for (const mode of ["", "disable", "allow", "prefer", "require", "verify-full", "other"]) {
      setFor("DATABASE_URL", url(mode));
      await closeDatabase();
      outcomes[mode] = await outcome(ONE);
      forgetAccounts();
    }
    const failed = "database_error";
    expect(outcomes).toEqual({
      ...{ "": ONE, disable: ONE, allow: ONE, prefer: ONE },
      ...{ require: failed, "verify-full": failed, other: failed },
    });
    setFor("PGSSLMODE", "require");
    setFor("ACCOUNTS_DATABASE_URL", url(""));
    setFor("DATABASE_URL", "postgresql://the.servers.own/");
    await closeDatabase();
    expect(await outcome(ONE)).toBe(failed);
    setFor("PGSSLMODE", undefined);
    forgetAccounts();
    await closeDatabase();
    expect(await outcome(ONE)).toBe(ONE);
  });

  it("is away at the port, too", async () => {
    setFor("DATABASE_URL", "postgresql://user:pw-in-url@127.0.0.1:9/db");
    await closeDatabase();
    expect(await outcome(ONE)).toBe("database_error");
    expect(lastDetail()).toBe("ECONNREFUSED");
  });

  it("is restarted in the middle, the call connects anew", async () => {
    expect(await outcome(ONE)).toBe(ONE);
    proxy.dropAll();
    forgetAccounts();
    expect(await outcome(ONE)).toBe(ONE);
  });

  it("ends the connection in the middle, the call connects anew", async () => {
    await postgres.run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()",
    );
    forgetAccounts();
    expect(await outcome(ONE)).toBe(ONE);
  });

  it("swallows everything, the call ends within its limit", async () => {
    proxy.mode = "swallow";
    await closeDatabase();
    expect(await impatiently(() => outcome(ONE))).toBe("database_error");
    proxy.mode = "pass";
    await closeDatabase();
    expect(await outcome(ONE)).toBe(ONE);
  });

  it("is slow, the statement is ended", async () => {
    await postgres.run("BEGIN; LOCK TABLE aws_accounts IN ACCESS EXCLUSIVE MODE");
    await closeDatabase();
    expect(await impatiently(() => outcome(ONE))).toBe("database_error");
    await postgres.run("COMMIT");
    await closeDatabase();
    expect(await outcome(ONE)).toBe(ONE);
  });

  it("has no connections left, the call fails in words and the next one works", async () => {
    const few = `few_${postgres.name}`;
    await postgres.run(
      `ALTER DATABASE ${postgres.name} CONNECTION LIMIT 0; CREATE ROLE ${few} LOGIN PASSWORD 'pw'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${few}`,
    );
    const url = Object.assign(new URL(proxied()), { username: few, password: "pw" });
    setFor("DATABASE_URL", url.href);
    await closeDatabase();
    expect(await outcome(ONE)).toBe("database_error");
    expect(lastDetail()).toBe("53300");
    await postgres.run(`ALTER DATABASE ${postgres.name} CONNECTION LIMIT -1`);
    expect(await outcome(ONE)).toBe(ONE);
  });

  it("refuses the login, the call fails at once", async () => {
    setFor("DATABASE_URL", Object.assign(new URL(proxied()), { password: "wrong-pw" }).href);
    await closeDatabase();
    const before = proxy.connections;
    expect(await outcome(ONE)).toBe("database_error");
    expect(proxy.connections - before).toBe(1);
  });

  it("has no tables, or isn't a database at all", async () => {
    await postgres.run("DROP TABLE aws_accounts");
    expect(await outcome(ONE)).toBe("database_error");
    setFor("DATABASE_URL", "mysql://root:pw@localhost/x");
    await closeDatabase();
    expect(await outcome(ONE)).toBe("database_error");
  });

  it("is named by a secret of Secrets Manager, read again when its password was rotated", async () => {
    const { username, password, port } = new URL(proxied());
    const fields = { username, host: "127.0.0.1", port, dbname: postgres.name, sslmode: "disable" };
    setFor("DATABASE_URL", undefined);
    setFor("RDS_SECRET_NAME", "rds/test");
    await closeDatabase();
    aws.secret = JSON.stringify({ ...fields, password: "the-old-one" });
    expect(await outcome(ONE)).toBe("database_error");
    aws.secret = JSON.stringify({ ...fields, password });
    expect(await outcome(ONE)).toBe(ONE);
    for (const broken of ["{", "{}", "null"]) {
      aws.secret = broken;
      forgetAccounts();
      await closeDatabase();
      expect(await outcome(ONE)).toBe("database_error");
    }
  });
});

describe("when STS", () => {
  it.each([
    ["denies", { status: 403, code: "AccessDenied" }],
    ["throttles", { status: 400, code: "Throttling" }],
    ["fails", { status: 500, code: "InternalFailure" }],
    ["never answers", "never" as const],
  ])("%s, the call fails in words and the next one works", async (_what, sts) => {
    // The account is known by then: a short limit is for STS alone, not for the database before it.
    aws.sts = { status: 403, code: "AccessDenied" };
    expect(await outcome(TWO)).toBe("assume_role_error");
    aws.sts = sts;
    const refused = sts === "never" ? impatiently(() => outcome(TWO)) : outcome(TWO);
    expect(await refused).toBe("assume_role_error");
    aws.sts = "well";
    expect(await outcome(TWO)).toBe(TWO);
  });

  it("gives a session that is nearly over, it is replaced; also within a long call", async () => {
    aws.sessionSeconds = 60;
    expect(await outcome(TWO)).toBe(TWO);
    aws.sessionSeconds = 3600;
    expect(await outcome(TWO)).toBe(TWO);
    expect(await outcome(TWO)).toBe(TWO);
    expect(aws.sts_requests()).toHaveLength(2);
  });
});

it("keeps no connection and no session for each call", async () => {
  const before = proxy.connections;
  for (let turn = 0; turn < 10_000; turn += 1) {
    await runInAccount(turn % 2 === 0 ? ONE : TWO, () => undefined);
  }
  expect(proxy.connections - before).toBeLessThanOrEqual(5);
  expect(aws.sts_requests()).toHaveLength(1);
});
