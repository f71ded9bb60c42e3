/** `accounts test` at a judge of AWS requests: who the account is, or the first step that fails. */

import { expect, test } from "vitest";
import { newKey } from "../../src/accounts/fernet.js";
import { stsRegion } from "../../src/accounts/sts.js";
import type { Account } from "../../src/verify/judge/index.js";
import { BASE, judgeForTest } from "../verify/judge/support.js";
import { KEYS, newOwner, ROLE, ROLE_ARN } from "./support.js";

const asked = { id: ROLE, externalId: "ext-two" };
const external = ["--external-id", "ext-two"];

async function ownerAt(...accounts: Account[]) {
  const judge = await judgeForTest({ accounts, base: BASE });
  const owner = newOwner({
    AWS_ENDPOINT_URL: judge.url,
    AWS_ACCESS_KEY_ID: judge.base.accessKeyId,
    AWS_SECRET_ACCESS_KEY: judge.base.secretAccessKey,
    ENCRYPTION_KEY: newKey(),
  });
  const addRole = (...more: string[]) =>
    owner.run(["add", ROLE, "--alias", "two", "--role-arn", ROLE_ARN, ...more]);
  const addKeys = (keys: { accessKeyId: string; secretAccessKey: string }) =>
    owner.run(["add", KEYS, "--access-key-id", keys.accessKeyId], keys.secretAccessKey);
  return { judge, owner, addRole, addKeys };
}

test("a role is assumed with its external id, and AWS says who that is", async () => {
  const { judge, owner, addRole } = await ownerAt(asked);
  await addRole(...external, "--region", "eu-west-1");
  expect(await owner.run(["test", ROLE])).toEqual({
    code: 0,
    stdout: `${ROLE} (two): arn:aws:sts::${ROLE}:assumed-role/mcp/mcp-retrofit.accounts-test\n`,
    stderr: "",
  });
  expect(judge.requests()).toMatchObject([
    { operation: "GetCallerIdentity", signer: { accountId: BASE } },
    { operation: "AssumeRole", assumed: { roleArn: ROLE_ARN, externalId: "ext-two" } },
    { operation: "GetCallerIdentity", signer: { accountId: ROLE } },
    { operation: "GetCallerIdentity", signer: { accountId: ROLE } },
  ]);
});

test("an account's own keys are used, and must be its own", async () => {
  const { judge, owner, addKeys } = await ownerAt({ id: KEYS }, { id: ROLE });
  await addKeys(judge.issue(KEYS));
  expect(await owner.run(["test", KEYS])).toMatchObject({
    code: 0,
    stdout: `${KEYS} (${KEYS}): arn:aws:iam::${KEYS}:user/example\n`,
  });
  await addKeys(judge.issue(ROLE));
  const another = await owner.run(["test", KEYS]);
  expect(another).toMatchObject({ code: 1, stdout: "" });
  expect(another.stderr).toBe(`retrofit: keys: they belong to ${ROLE}, not to ${KEYS}\n`);
});

test.each<[string, Account[], string[], Record<string, string>]>([
  ["trust policy", [{ id: ROLE, assumable: false }], [], {}],
  ["trust policy", [asked], [], {}],
  ["trust policy or external id", [asked], ["--external-id", "another"], {}],
  ["base credentials", [asked], external, { AWS_SECRET_ACCESS_KEY: "not-it" }],
  ["network", [asked], external, { AWS_ENDPOINT_URL: "http://127.0.0.1:9" }],
])("the first step that fails is named: %s", async (step, accounts, more, settings) => {
  const { owner, addRole } = await ownerAt(...accounts);
  await addRole(...more);
  Object.assign(owner.env, settings);
  const outcome = await owner.run(["test", ROLE]);
  expect(outcome).toMatchObject({ code: 1, stdout: "" });
  expect(outcome.stderr).toMatch(new RegExp(`^retrofit: ${step}: .*\\n$`));
  if (step.startsWith("trust"))
    expect(outcome.stderr).toContain(`arn:aws:iam::${BASE}:user/example`);
});

test("keys that AWS refuses, and a secret of another ENCRYPTION_KEY", async () => {
  const { judge, owner, addKeys } = await ownerAt({ id: KEYS });
  await addKeys({ ...judge.issue(KEYS), secretAccessKey: "mistyped" });
  expect((await owner.run(["test", KEYS])).stderr).toMatch(/^retrofit: keys: AWS refuses/);
  owner.env.ENCRYPTION_KEY = newKey();
  expect((await owner.run(["test", KEYS])).stderr).toMatch(/^retrofit: decryption: no key/);
  delete owner.env.ENCRYPTION_KEY;
  const without = await owner.run(["test", KEYS]);
  expect(without).toMatchObject({ code: 1 });
  expect(without.stderr).toMatch(/^retrofit: decryption: ENCRYPTION_KEY is not set/);
  expect((await owner.run(["test", ROLE])).stderr).toMatch(/^retrofit: look-up: .*not registered/);
});

test("without any credentials of one's own it says so", async () => {
  const { owner, addRole } = await ownerAt(asked);
  await addRole(...external);
  delete owner.env.AWS_ACCESS_KEY_ID;
  owner.env.AWS_EC2_METADATA_DISABLED = "true";
  const outcome = await owner.run(["test", ROLE]);
  expect(outcome.stderr).toMatch(/^retrofit: base credentials: .*\n$/);
});

test.each([
  ["aws", "eu-west-1", "us-east-2", "us-east-2"],
  ["aws", "eu-west-1", undefined, "eu-west-1"],
  ["aws-cn", "cn-northwest-1", "us-east-2", "cn-northwest-1"],
  ["aws-us-gov", "us-east-1", "us-east-2", "us-gov-west-1"],
])(
  "STS of %s for an account in %s from a server in %s is that of %s",
  async (partition, region, own, sts) => {
    const before = process.env.AWS_REGION;
    process.env.AWS_REGION = own ?? "";
    try {
      expect(await stsRegion(partition, region)).toBe(sts);
    } finally {
      if (before === undefined) delete process.env.AWS_REGION;
      else process.env.AWS_REGION = before;
    }
  },
);
