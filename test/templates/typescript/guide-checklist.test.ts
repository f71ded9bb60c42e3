import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { flush } from "../../../templates/typescript/credential-services/access.js";
import {
  AccountAccessDeniedError,
  AccountNotFoundError,
  AssumeRoleError,
  accountCredentials,
  CredentialDecryptionError,
  CredentialExtractionError,
  currentAccount,
  DatabaseConnectionError,
  setAccountRule,
  targetAccountId,
  targetAccountIdJsonSchema,
  withAccountContext,
  withBaseAccount,
} from "../../../templates/typescript/credential-services/index.js";
import { forgetSessions } from "../../../templates/typescript/credential-services/sessions.js";
import {
  ACCOUNTS,
  BASE_KEY,
  setFor,
  settingsFor,
  useSettings,
  written,
} from "./support/accounts.js";
import { type FakeAws, startAws } from "./support/aws.js";

// What the guide asks to be checked of a retrofitted server, item by item.

const KEYS = "111111111111";
const ROLE = "022222222222";

let aws: FakeAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws.close());
useSettings(() => settingsFor(aws));
beforeEach(() => {
  aws.requests.length = 0;
  aws.sts = "well";
  forgetSessions();
});

const tool = withAccountContext(async (_args: { target_account_id?: string }) => {
  const s3 = new S3Client({
    region: "us-east-1",
    endpoint: aws.url,
    forcePathStyle: true,
    credentials: accountCredentials(),
  });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: "b", Key: "k" }));
  await Body?.transformToString();
  return currentAccount();
});

const objects = () =>
  aws.requests.filter(({ path }) => path.startsWith("/b")).map(({ signer }) => signer);

it("AK/SK accounts work", async () => {
  expect(await tool({ target_account_id: KEYS })).toMatchObject({ authType: "aksk" });
  expect(objects()).toEqual([{ keyId: "AKIA111111111111", region: "us-east-1", token: undefined }]);
});

it("IAM-role accounts work", async () => {
  expect(await tool({ target_account_id: ROLE })).toMatchObject({ authType: "iam_role" });
  expect(objects()).toMatchObject([{ keyId: "ASIA022222222222" }]);
});

it("the external id is passed", async () => {
  await tool({ target_account_id: ROLE });
  expect(new URLSearchParams(aws.sts_requests()[0]?.body).get("ExternalId")).toBe("ext-two");
});

it("session tokens are handled, and none is left over from an earlier account", async () => {
  await tool({ target_account_id: ROLE });
  await tool({ target_account_id: KEYS });
  await tool({});
  expect(objects().map((signer) => signer?.token)).toEqual([
    "role-token-of-022222222222",
    undefined,
    undefined,
  ]);
});

it("switching accounts works", async () => {
  for (const target of [KEYS, ROLE, KEYS, ROLE]) await tool({ target_account_id: target });
  expect(objects().map((signer) => signer?.keyId)).toEqual([
    ...["AKIA111111111111", "ASIA022222222222"],
    ...["AKIA111111111111", "ASIA022222222222"],
  ]);
});

it("default credentials still work", async () => {
  expect(await tool({})).toBeUndefined();
  expect(objects()).toMatchObject([{ keyId: BASE_KEY }]);
});

describe("every typed error is mapped", () => {
  const texts: [CredentialExtractionError, string, string][] = [
    [
      new AccountNotFoundError(),
      "account_not_found",
      "Account not found. Please check the account ID.",
    ],
    [
      new CredentialDecryptionError(),
      "credential_error",
      "Failed to decrypt credentials. Please contact administrator.",
    ],
    [
      new AssumeRoleError(),
      "assume_role_error",
      "Failed to assume role. Please check IAM role configuration.",
    ],
    [
      new DatabaseConnectionError(),
      "database_error",
      "Database connection failed. Please try again later.",
    ],
    [
      new AccountAccessDeniedError(),
      "account_access_denied",
      "Access denied. You are not allowed to use this account.",
    ],
  ];
  it.each(texts)("%s", async (error, errorType, message) => {
    expect(error).toBeInstanceOf(CredentialExtractionError);
    const failing = withAccountContext(async (_args: object) => {
      throw error;
    });
    expect(await failing({})).toEqual({
      content: [
        { type: "text", text: JSON.stringify({ status: "error", error_type: errorType, message }) },
      ],
      isError: true,
    });
  });
});

describe("logs hold nothing sensitive", () => {
  const secrets = [
    ...["key-secret-of-one", "key-secret-of-three", "base-secret", "ext-two"],
    ...["role-secret-of", "role-token-of", "AKIA", "ASIA", "planted"],
  ];

  it("nor do errors and results, whatever goes wrong", async () => {
    const seen: unknown[] = [];
    const call = async (target: string) =>
      seen.push(await tool({ target_account_id: target }).catch((error: unknown) => String(error)));
    for (const target of [KEYS, ROLE, "999999999999", "planted"]) await call(target);
    aws.sts = { status: 403, code: "AccessDenied" };
    forgetSessions();
    await call(ROLE);
    setFor("TARGET_ACCOUNTS", `[{"secret_access_key": "planted",`);
    await call(KEYS);
    setFor("TARGET_ACCOUNTS", undefined);
    setFor("DATABASE_URL", "postgresql://planted:planted@127.0.0.1:9/planted");
    await call(KEYS);
    setFor("DATABASE_URL", "planted://planted");
    await call(KEYS);
    setFor(
      "TARGET_ACCOUNTS",
      JSON.stringify([
        {
          ...ACCOUNTS[0],
          secret_access_key: undefined,
          secret_access_key_encrypted: "gAAAplanted",
        },
      ]),
    );
    setFor("ENCRYPTION_KEY", "planted");
    await call(KEYS);
    setAccountRule(() => {
      throw new Error("planted");
    });
    await call(KEYS);
    setAccountRule(undefined);
    expect(seen).toHaveLength(10);
    flush();
    expect(written.join("").split("\n").length).toBeGreaterThanOrEqual(9);
    const everything = JSON.stringify([seen, written]);
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });

  it("nor does a client that is printed", async () => {
    const { inspect } = await import("node:util");
    await tool({ target_account_id: KEYS });
    const provider = accountCredentials({ accessKeyId: "AKIAX", secretAccessKey: "planted" });
    expect(inspect([provider, await withBaseAccount(provider)], { depth: 9 })).not.toContain(
      "planted",
    );
  });
});

it("every tool has the parameter, optional, a plain string, with its description", () => {
  expect(targetAccountId.safeParse(undefined).success).toBe(true);
  expect(targetAccountId.description).toBe(targetAccountIdJsonSchema.description);
  expect(targetAccountIdJsonSchema).toEqual({
    type: "string",
    description: "Target AWS account ID. If not provided, use default credentials.",
  });
});
