import { afterAll, beforeAll, beforeEach, onTestFinished, vi } from "vitest";
import { type FakeAws, startAws } from "./aws.js";

/** The server's own credentials, and three accounts: two with keys, one with a role. */
export const BASE_KEY = "AKIABASE000000000000";
export const ACCOUNTS = [
  {
    account_id: "111111111111",
    alias: "one",
    auth_type: "aksk",
    access_key_id: "AKIA111111111111",
    secret_access_key: "key-secret-of-one",
    region: "us-east-1",
  },
  {
    account_id: "022222222222",
    alias: "two",
    auth_type: "iam_role",
    role_arn: "arn:aws:iam::022222222222:role/mcp",
    external_id: "ext-two",
    region: "eu-west-1",
  },
  {
    account_id: "333333333333",
    alias: "three",
    auth_type: "aksk",
    access_key_id: "AKIA333333333333",
    secret_access_key: "key-secret-of-three",
    region: "ap-southeast-2",
  },
] as const;

/** The key that requests for an account are to be signed with. */
export const SIGNER = new Map<string | undefined, string>([
  [undefined, BASE_KEY],
  ["111111111111", "AKIA111111111111"],
  ["022222222222", "ASIA022222222222"],
  ["333333333333", "AKIA333333333333"],
]);

/** Points the process at the local AWS, with base credentials and the accounts above. */
export function settingsFor(aws: FakeAws): Record<string, string> {
  aws.keys.set(BASE_KEY, "base-secret");
  for (const account of ACCOUNTS) {
    if ("access_key_id" in account) aws.keys.set(account.access_key_id, account.secret_access_key);
  }
  return {
    AWS_ACCESS_KEY_ID: BASE_KEY,
    AWS_SECRET_ACCESS_KEY: "base-secret",
    AWS_REGION: "us-east-1",
    AWS_ENDPOINT_URL: aws.url,
    AWS_CONFIG_FILE: "/nonexistent",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
    AWS_EC2_METADATA_DISABLED: "true",
    TARGET_ACCOUNTS: JSON.stringify(ACCOUNTS),
    ALLOWED_TARGET_ACCOUNTS: "*",
    // A busy machine is no fault; the tests of the limits set their own.
    TARGET_ACCOUNT_TIMEOUT_SECONDS: "60",
  };
}

const ours =
  /^(AWS_|TARGET_ACCOUNT|ALLOW(ED)?_|ACCOUNTS_|DATABASE_URL|RDS_|ENCRYPTION_KEY|(FAST)?MCP_)/;

/** What the services wrote to standard error during the test, kept from the report. */
export const written: string[] = [];

/** Sets the environment for each test of a file, with nothing of ours left over from outside. */
export function useSettings(settings: () => Record<string, string | undefined>): void {
  beforeEach(() => {
    const before = { ...process.env };
    for (const name of Object.keys(process.env)) if (ours.test(name)) delete process.env[name];
    for (const [name, value] of Object.entries(settings())) {
      if (value !== undefined) process.env[name] = value;
    }
    written.length = 0;
    const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    return () => {
      spy.mockRestore();
      process.env = before;
    };
  });
}

/** Runs a file's tests with a local AWS and the accounts above. */
export function useAccounts(): void {
  let aws: FakeAws;
  beforeAll(async () => {
    aws = await startAws();
  });
  afterAll(() => aws.close());
  useSettings(() => settingsFor(aws));
}

/** Sets one variable until the test ends. */
export function setFor(name: string, value: string | undefined): void {
  const before = process.env[name];
  const put = (text: string | undefined) => {
    if (text === undefined) delete process.env[name];
    else process.env[name] = text;
  };
  put(value);
  onTestFinished(() => put(before));
}
