/** Adding, listing and removing accounts, in PostgreSQL and in the file of one's own machine. */

import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { newKey } from "../../src/accounts/fernet.js";
import { newDatabase } from "../support/databases.js";
import { ACCESS_KEY_ID, fileOf, KEYS, newOwner, owners, ROLE, ROLE_ARN } from "./support.js";

const SECRET = "the-secret-of-account-one";
const role = ["add", ROLE, "--alias", "team two", "--role-arn", ROLE_ARN];
const keys = ["add", KEYS, "--access-key-id", ACCESS_KEY_ID];

describe.each(["sqlite", "postgresql"] as const)("in %s", (kind) => {
  test("accounts are added, listed, replaced and removed, and the tables made", async () => {
    const owner = await owners[kind]();
    owner.env.ENCRYPTION_KEY = newKey();
    const added = await owner.run([...role, "--external-id", "ext-two", "--region", "eu-west-1"]);
    expect(added).toMatchObject({ code: 0, stdout: "" });
    expect(added.stderr).toMatch(/^added 222222222222 \(team two\) in .*\n$/);
    expect(await owner.run(keys, `${SECRET}\n`)).toMatchObject({ code: 0 });

    const listed = await owner.run(["list"]);
    expect(listed.stdout).toBe(
      `${KEYS}  aksk      us-east-1  ${KEYS}  ${ACCESS_KEY_ID}\n` +
        `${ROLE}  iam_role  eu-west-1  team two      ${ROLE_ARN}\n`,
    );
    const again = await owner.run([...role, "--organization", "team two", "--region", "us-east-2"]);
    expect(again.stderr).toMatch(/^replaced 222222222222/);
    expect(await accountsOf(owner)).toEqual([
      {
        account_id: KEYS,
        alias: KEYS,
        auth_type: "aksk",
        region: "us-east-1",
        access_key_id: ACCESS_KEY_ID,
      },
      {
        account_id: ROLE,
        alias: "team two",
        auth_type: "iam_role",
        region: "us-east-2",
        role_arn: ROLE_ARN,
        organization: "team two",
        external_id: "ext-two",
      },
    ]);
    expect(await owner.run(["remove", KEYS])).toMatchObject({ code: 0 });
    expect(await owner.run(["remove", KEYS])).toMatchObject({ code: 1 });
    expect(await accountsOf(owner)).toHaveLength(1);
  });

  test("an external id is that of one organization, and a new organization needs one", async () => {
    const owner = await owners[kind]();
    const unknown = await owner.run([...role, "--organization", "acme"]);
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.stderr).toBe("retrofit: the organization acme is new: say its --external-id\n");
    const external = ["--external-id", "ext-acme"];
    await owner.run([...role, "--organization", "acme", ...external]);
    const other = await owner.run([...role, "--organization", "other", ...external]);
    expect(other).toMatchObject({ code: 1 });
    expect(other.stderr).toContain("say --organization acme");
    const changed = await owner.run([...role, "--organization", "acme", "--external-id", "new"]);
    expect(changed).toMatchObject({ code: 1 });
    expect(await owner.run([...role, ...external])).toMatchObject({ code: 0 });
    expect(await accountsOf(owner)).toMatchObject([{ organization: "acme" }]);
  });

  test("what is not there is said in a line, and nothing is made by looking", async () => {
    const owner = await owners[kind]();
    for (const command of [["list"], ["remove", ROLE]]) {
      const outcome = await owner.run(command);
      expect(outcome).toMatchObject({ code: 1, stdout: "" });
      expect(outcome.stderr).toMatch(/^retrofit: .*: `accounts add` makes (it|them)\n$/);
    }
    await owner.run(role);
    await owner.run(["remove", ROLE]);
    const none = await owner.run(["list", "--format", "json"]);
    expect(none).toMatchObject({ code: 0, stdout: "[]\n" });
    expect(none.stderr).toContain("no account is registered in");
  });
});

async function accountsOf(owner: { run(args: string[]): Promise<{ stdout: string }> }) {
  return JSON.parse((await owner.run(["list", "--format", "json"])).stdout);
}

test("the file and its folder are for this user alone, and hold no secret in the clear", async () => {
  const owner = newOwner({ ENCRYPTION_KEY: newKey() });
  await owner.run(keys, SECRET);
  const file = fileOf(owner);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(statSync(join(file, "..")).mode & 0o077).toBe(0);
  expect(readFileSync(file, "latin1")).not.toContain(SECRET);
});

test("settings come from the server's .env, and what is set already wins", async () => {
  const owner = newOwner();
  writeFileSync(join(owner.home, ".env"), "DATABASE_URL=sqlite:///beside.db\n");
  expect((await owner.run(role)).stderr).toContain(join(owner.home, "beside.db"));
  owner.env.ACCOUNTS_DATABASE_URL = `sqlite:////${join(owner.home, "other.db").slice(1)}`;
  expect((await owner.run(role)).stderr).toContain(join(owner.home, "other.db"));
  owner.env.MCP_ENV_FILE = "";
  delete owner.env.ACCOUNTS_DATABASE_URL;
  expect((await owner.run(["list"])).stderr).toContain(fileOf(owner));
});

test("whoever may write into tables, and make none, can add an account", async () => {
  const url = await newDatabase();
  const owner = newOwner({ ACCOUNTS_DATABASE_URL: url });
  await owner.run(role);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const writer = `writer_of_${new URL(url).username}`;
  await client.query(`CREATE ROLE ${writer} LOGIN PASSWORD 'p'`);
  await client.query(
    `GRANT SELECT, INSERT, UPDATE, DELETE ON aws_accounts, organizations TO ${writer}`,
  );
  await client.end();
  owner.env.ACCOUNTS_DATABASE_URL = Object.assign(new URL(url), {
    username: writer,
    password: "p",
  }).href;
  expect(await owner.run(role)).toMatchObject({ code: 0 });
});

describe("wrong usage is a line and exit code 2", () => {
  const other = "333333333333";
  test.each([
    [["add", "22222222222", "--role-arn", ROLE_ARN], "an account id has 12 digits"],
    [["add", "twelve-digit", "--role-arn", ROLE_ARN], "an account id has 12 digits"],
    [["remove", "1"], "an account id has 12 digits"],
    [["add", ROLE], "say --role-arn, or --access-key-id"],
    [["add", ROLE, "--role-arn", ROLE_ARN, "--access-key-id", ACCESS_KEY_ID], "say --role-arn, or"],
    [["add", other, "--role-arn", ROLE_ARN], "this role is in account 222222222222"],
    [["add", ROLE, "--role-arn", `arn:aws:iam::${ROLE}:user/mcp`], "not the ARN of a role"],
    [["add", ROLE, "--role-arn", `arn:aws-xy:iam::${ROLE}:role/mcp`], "not the ARN of a role"],
    [["add", ROLE, "--role-arn", `${ROLE_ARN} `], "not the ARN of a role"],
    [[...role, "--region", "Frankfurt"], "not the name of a region"],
    [[...role, "--region", "cn-north-1"], "not in the role's partition"],
    [[...role, "--external-id", "two words"], "an external id has"],
    [["add", KEYS, "--access-key-id", "ASIA1111111111111111"], "a temporary key"],
    [["add", KEYS, "--access-key-id", "key"], "not an access key's id"],
    [keys, "ENCRYPTION_KEY is not set"],
  ])("%j", async (args, message) => {
    const owner = newOwner();
    const outcome = await owner.run(args, SECRET);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr.match(/\n/g)).toHaveLength(1);
    expect((await owner.run(["list"])).stderr).toContain("there is no account database");
  });

  test("of settings", async () => {
    for (const [settings, message] of [
      [{ ENCRYPTION_KEY: "short" }, "no Fernet key"],
      [{ ENCRYPTION_KEY: newKey(), DATABASE_URL: "mysql://u:p@h/d" }, "neither a postgresql://"],
      [{ ENCRYPTION_KEY: newKey(), DATABASE_URL: "sqlite://" }, "names no file"],
      [{ ENCRYPTION_KEY: newKey(), MCP_ENV_FILE: "missing.env" }, "there is no such file"],
    ] as const) {
      const outcome = await newOwner(settings).run(keys, SECRET);
      expect(outcome).toMatchObject({ code: 2 });
      expect(outcome.stderr).toContain(message);
      expect(outcome.stderr).not.toContain("u:p");
    }
    const silent = await newOwner({ ENCRYPTION_KEY: newKey() }).run(keys, "");
    expect(silent).toMatchObject({ code: 2 });
    expect(silent.stderr).toContain("the secret access key is read from standard input");
  });
});

test.each([
  ["no-such-port", (url: URL) => Object.assign(url, { port: "9" }), "nothing listens there"],
  ["password", (url: URL) => Object.assign(url, { password: "not-it" }), "the password is wrong"],
  ["database", (url: URL) => Object.assign(url, { pathname: "none" }), "there is no database"],
  ["TLS", (url: URL) => Object.assign(url, { search: "sslmode=require" }), "no trusted encryption"],
])("a PostgreSQL that cannot be reached is said in a line: %s", async (_, change, message) => {
  const url = change(new URL(await newDatabase()));
  const outcome = await newOwner({ ACCOUNTS_DATABASE_URL: url.href }).run(["list"]);
  expect(outcome).toMatchObject({ code: 1, stdout: "" });
  expect(outcome.stderr).toContain(message);
  expect(outcome.stderr).not.toContain(url.password);
  expect(outcome.stderr.match(/\n/g)).toHaveLength(1);
});

test("a socket's folder is a host like any other", async () => {
  for (const url of ["postgresql:///db", "postgres://me@/db", "postgresql+psycopg2://me:pw@/db"]) {
    const owner = newOwner({ DATABASE_URL: `${url}?host=/nowhere` });
    const { code, stderr } = await owner.run(["list"]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "retrofit: PostgreSQL, /nowhere/db: there is no socket in that folder (ENOENT)\n",
    });
  }
});

test("PostgreSQL's sslmode falls back as libpq's does", async () => {
  const url = await newDatabase();
  for (const mode of ["allow", "prefer", "disable"]) {
    const owner = newOwner({ ACCOUNTS_DATABASE_URL: `${url}?sslmode=${mode}` });
    expect(await owner.run(role)).toMatchObject({ code: 0 });
  }
});

test("a file that is no database is said to be none", async () => {
  const owner = newOwner({ DATABASE_URL: "sqlite:///text.db" });
  writeFileSync(join(owner.home, "text.db"), "this is a text, and no database at all\n".repeat(50));
  const outcome = await owner.run(["list"]);
  expect(outcome).toMatchObject({ code: 1, stdout: "" });
  expect(outcome.stderr).toBe(`retrofit: ${join(owner.home, "text.db")}: file is not a database\n`);
});
