/** The command and the services of both languages on one database: each reads what another wrote. */

import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { newKey } from "../../src/accounts/fernet.js";
import { ensurePythonEnv } from "../support/python-env.js";
import { BASE, judgeForTest } from "../verify/judge/support.js";
import { ended, fileOf, KEYS, type Owner, owners, ROLE, ROLE_ARN } from "./support.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The program that asks the services of a language, with what comes before its arguments. */
const programs = {
  python: async () => [
    await ensurePythonEnv(here("../templates/python/requirements.txt")),
    here("services.py"),
  ],
  typescript: async () => [process.execPath, "--import", "tsx", here("services.ts")],
};
type Language = keyof typeof programs;

const settings = {
  PYTHONPATH: here("../../templates/python"),
  PYTHONDONTWRITEBYTECODE: "1",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

async function services(language: Language, owner: Owner, ...args: string[]) {
  const [program = "", ...before] = await programs[language]();
  const options = { cwd: here("../.."), env: { ...owner.env, ...settings } };
  return ended(program, [...before, ...args], options);
}

/** The services in a process that goes on, and the lines that it prints. */
async function server(language: Language, owner: Owner, ...args: string[]) {
  const [program = "", ...before] = await programs[language]();
  const options = { cwd: here("../.."), env: { ...owner.env, ...settings } };
  const child = spawn(program, [...before, ...args], options);
  onTestFinished(() => void child.kill());
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
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
  const external = ["--role-arn", ROLE_ARN, "--external-id", "ext-two"];
  const addRole = (alias: string, ...more: string[]) =>
    owner.run(["add", ROLE, "--alias", alias, ...external, ...more]);
  return { owner, own: judge.issue(KEYS), addRole };
}

const kinds = ["sqlite", "postgresql"] as const;
const languages = Object.keys(programs) as Language[];
const pairs = kinds.flatMap((kind) => languages.map((language) => ({ kind, language })));

describe.each(pairs)("in $kind, for $language", ({ kind, language }) => {
  test("the services use what the command registered", async () => {
    const { owner, own, addRole } = await withJudge(kind);
    await addRole("two", "--region", "eu-west-1");
    await owner.run(["add", KEYS, "--access-key-id", own.accessKeyId], own.secretAccessKey);
    const { code, stdout, stderr } = await services(language, owner, KEYS, ROLE);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      [KEYS, KEYS, "us-east-1", own.accessKeyId, false],
      [ROLE, "two", "eu-west-1", expect.stringMatching(/^ASIA/), true],
    ]);
  });

  test("a server that runs sees what the command changes", async () => {
    const { owner, addRole } = await withJudge(kind);
    await addRole("before");
    const { child, lines } = await server(language, owner, "--again", ROLE);
    expect((await lines.next()).value).toContain('"before"');
    await addRole("after");
    child.stdin.end("\n");
    expect((await lines.next()).value).toContain('"after"');
  });
});

test.each(kinds)("the command reads and changes what SQLAlchemy wrote in %s", async (kind) => {
  const { owner } = await withJudge(kind);
  mkdirSync(dirname(fileOf(owner)), { mode: 0o700 });
  const written = await services("python", owner, "--write", ROLE, "ext-two");
  expect(written).toMatchObject({ code: 0, stderr: "" });
  const listed = await owner.run(["list", "--format", "json"]);
  expect(JSON.parse(listed.stdout)).toMatchObject([
    { account_id: ROLE, alias: "by python", external_id: "ext-two", role_arn: ROLE_ARN },
  ]);
  const other = "333333333333";
  const arn = `arn:aws:iam::${other}:role/mcp`;
  await owner.run(["add", other, "--role-arn", arn, "--organization", "by python"]);
  await owner.run(["add", ROLE, "--role-arn", ROLE_ARN, "--organization", "by python"]);
  for (const language of languages) {
    const { stdout } = await services(language, owner, ROLE);
    expect(stdout.replaceAll(", ", ",")).toContain(`["${ROLE}","${ROLE}","us-east-1"`);
  }
});
