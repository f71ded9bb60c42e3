/** How accounts are entered. */

import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import type { Credentials, Judge } from "../../../src/verify/judge/index.js";
import { A, B, BASE, judgeForTest } from "./support.js";

const sts = ({ url: endpoint }: Judge, credentials: Credentials) =>
  new STSClient({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });

const role = (account: string, ExternalId?: string) =>
  new AssumeRoleCommand({
    RoleArn: `arn:aws:iam::${account}:role/tools`,
    RoleSessionName: "session",
    ...(ExternalId && { ExternalId }),
  });

test("an assumed role's keys sign for its account, and say how they came to be", async () => {
  const judge = await judgeForTest();
  const { Credentials: given } = await sts(judge, judge.base).send(role(A.id, A.externalId));
  const keys = {
    accountId: A.id,
    accessKeyId: given?.AccessKeyId ?? "",
    secretAccessKey: given?.SecretAccessKey ?? "",
    sessionToken: given?.SessionToken ?? "",
  };
  const identity = await sts(judge, keys).send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({
    Account: A.id,
    Arn: `arn:aws:sts::${A.id}:assumed-role/tools/session`,
  });
  const assumed = {
    roleArn: `arn:aws:iam::${A.id}:role/tools`,
    sessionName: "session",
    externalId: A.externalId,
    by: judge.base.accessKeyId,
  };
  expect(judge.requests()).toMatchObject([
    { operation: "AssumeRole", signer: { accountId: BASE }, assumed, verdict: "answered" },
    {
      operation: "GetCallerIdentity",
      signer: { accountId: A.id, origin: { kind: "role", ...assumed } },
    },
  ]);
});

test.each([
  ["another external id", role(A.id, "other")],
  ["no external id", role(A.id)],
  ["an account that there is not", role("333333333333")],
])("%s is denied, and what was asked is written down", async (_, command) => {
  const judge = await judgeForTest();
  await expect(sts(judge, judge.base).send(command)).rejects.toThrow(
    expect.objectContaining({ name: "AccessDenied" }),
  );
  const { RoleArn: roleArn, ExternalId: externalId } = command.input;
  expect(judge.requests()).toMatchObject([
    { verdict: "refused", refusal: "AccessDenied", assumed: { roleArn, externalId } },
  ]);
});

test("an account can have no role that may be assumed", async () => {
  const judge = await judgeForTest({ accounts: [{ ...B, assumable: false }] });
  await expect(sts(judge, judge.base).send(role(B.id))).rejects.toThrow();
});
