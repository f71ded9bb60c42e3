/** The command and the Python services on one database: each reads what the other wrote. */

import { spawn } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { newKey } from "../../src/accounts/fernet.js";
import { ensurePythonEnv } from "../support/python-env.js";
import { BASE, judgeForTest } from "../verify/judge/support.js";
import { ended, fileOf, KEYS, type Owner, owners, ROLE, ROLE_ARN } from "./support.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const services = here("../../templates/python");

async function python(owner: Owner, ...args: string[]) {
  const program = await ensurePythonEnv(here("../templates/python/requirements.txt"));
  const env = { ...owner.env, PYTHONPATH: services, PYTHONDONTWRITEBYTECODE: "1" };
  return ended(program, [here("services.py"), ...args], { cwd: owner.home, env });
}

/** An owner whose servers reach AWS at a judge, and the account that has keys of its own there. */
async function withJudge(kind: keyof typeof owners) {
  const accounts = [{ id: KEYS }, { id: ROLE, externalId: "ext-two" }];
  const judge = await judgeForTest({ accounts, base: BASE });
  const owner = await owners[kind]();
  Object.assign(owner.env, {
    AWS_ENDPOINT_URL: judge.url,
    AWS_ACCESS_KEY_ID: judge.base.accessKeyId,
    AWS_SECRET_ACCESS_KEY: judge.base.secretAccessKey,
    ENCRYPTION_KEY: newKey(),
  });
  return { owner, own: judge.issue(KEYS) };
}

describe.each(["sqlite", "postgresql"] as const)("in %s", (kind) => {
  test("the services use what the command registered", async () => {
    const { owner, own } = await withJudge(kind);
    const role = ["--role-arn", ROLE_ARN, "--external-id", "ext-two", "--region", "eu-west-1"];
    await owner.run(["add", ROLE, "--alias", "two", ...role]);
    await owner.run(["add", KEYS, "--access-key-id", own.accessKeyId], own.secretAccessKey);
    const { code, stdout, stderr } = await python(owner, KEYS, ROLE);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      [KEYS, KEYS, "us-east-1", own.accessKeyId, false],
      [ROLE, "two", "eu-west-1", expect.stringMatching(/^ASIA/), true],
    ]);
  });

  test("the command reads and changes what SQLAlchemy wrote", async () => {
    const { owner } = await withJudge(kind);
    mkdirSync(dirname(fileOf(owner)));
    chmodSync(dirname(fileOf(owner)), 0o700);
    const written = await python(owner, "--write", ROLE, "ext-two");
    expect(written).toMatchObject({ code: 0, stderr: "" });
    const listed = await owner.run(["list", "--format", "json"]);
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { account_id: ROLE, alias: "by python", external_id: "ext-two", role_arn: ROLE_ARN },
    ]);
    const other = "333333333333";
    const arn = `arn:aws:iam::${other}:role/mcp`;
    await owner.run(["add", other, "--role-arn", arn, "--organization", "by python"]);
    await owner.run(["add", ROLE, "--role-arn", ROLE_ARN, "--organization", "by python"]);
    expect((await python(owner, ROLE)).stdout).toContain(`["${ROLE}", "${ROLE}", "us-east-1"`);
  });

  test("a server that runs sees what the command changes", async () => {
    const { owner } = await withJudge(kind);
    const add = (alias: string) =>
      owner.run([
        "add",
        ROLE,
        "--alias",
        alias,
        "--role-arn",
        ROLE_ARN,
        "--external-id",
        "ext-two",
      ]);
    await add("before");
    const { child, lines } = await pythonServer(owner, "--again", ROLE);
    expect((await lines.next()).value).toContain('"before"');
    await add("after");
    child.stdin?.end("\n");
    expect((await lines.next()).value).toContain('"after"');
  });
});

/** The services in a process that goes on, and the lines that it prints. */
async function pythonServer(owner: Owner, ...args: string[]) {
  const program = await ensurePythonEnv(here("../templates/python/requirements.txt"));
  const env = { ...owner.env, PYTHONPATH: services, PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(program, [here("services.py"), ...args], { cwd: owner.home, env });
  onTestFinished(() => void child.kill());
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}
