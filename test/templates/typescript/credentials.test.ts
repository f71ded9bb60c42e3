import { AsyncResource } from "node:async_hooks";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as s3New from "@aws-sdk/client-s3";
import * as s3Old from "aws-s3-old";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { shared } from "../../../templates/typescript/credential-services/context.js";
import {
  accountCredentials,
  bindAccount,
  LostAccountContextError,
  runInAccount,
  withAccountContext,
  withAccountCredentials,
  withBaseAccount,
} from "../../../templates/typescript/credential-services/index.js";
import { forgetSessions } from "../../../templates/typescript/credential-services/sessions.js";
import { ACCOUNTS, BASE_KEY, setFor, settingsFor, useSettings } from "./support/accounts.js";
import { type FakeAws, isOwnerCheck, startAws } from "./support/aws.js";

const ONE = "111111111111";
const TWO = "022222222222";
const THREE = "333333333333";

let aws: FakeAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws.close());
useSettings(() => settingsFor(aws));
beforeEach(() => {
  aws.requests.length = 0;
  aws.sessionSeconds = 3600;
  shared.started = false;
  forgetSessions();
});

type S3 = typeof s3New;
const versions: [string, S3][] = [
  ["3.600", s3Old as unknown as S3],
  ["the newest", s3New],
];
const config = () => ({ region: "us-east-1", endpoint: aws.url, forcePathStyle: true });
const signers = () =>
  aws.requests.filter((request) => !isOwnerCheck(request)).map(({ signer }) => signer?.keyId);

describe.each(versions)("a client of the AWS SDK %s", (_name, s3) => {
  const get = (client: InstanceType<S3["S3Client"]>) =>
    client.send(new s3.GetObjectCommand({ Bucket: "b", Key: "k" }));

  it("works at start-up, before any call, with the base credentials", async () => {
    await get(new s3.S3Client({ ...config(), credentials: accountCredentials() }));
    expect(signers()).toEqual([BASE_KEY]);
  });

  it("refuses to sign outside a call once the server has started", async () => {
    const client = new s3.S3Client({ ...config(), credentials: accountCredentials() });
    await get(client);
    await runInAccount(ONE, () => get(client));
    await expect(get(client)).rejects.toBeInstanceOf(LostAccountContextError);
    await withBaseAccount(() => get(client));
    setFor("TARGET_ACCOUNT_STRICT", "false");
    await get(client);
    expect(signers()).toEqual([BASE_KEY, "AKIA111111111111", BASE_KEY, BASE_KEY]);
  });

  it("is not strict in a server without any account", async () => {
    setFor("TARGET_ACCOUNTS", undefined);
    const client = new s3.S3Client({ ...config(), credentials: accountCredentials() });
    await runInAccount(undefined, () => get(client));
    await get(client);
    expect(signers()).toEqual([BASE_KEY, BASE_KEY]);
  });

  it("keeps the credentials that it was given, for calls without an account", async () => {
    aws.keys.set("AKIAOWN", "own");
    const own = { accessKeyId: "AKIAOWN", secretAccessKey: "own" };
    const provider = vi.fn(async () => own);
    for (const base of [own, provider, accountCredentials(own)]) {
      const client = new s3.S3Client({ ...config(), credentials: accountCredentials(base) });
      aws.requests.length = 0;
      await runInAccount(ONE, () => get(client));
      await runInAccount(undefined, () => get(client));
      await runInAccount(undefined, () => get(client));
      expect(signers()).toEqual(["AKIA111111111111", "AKIAOWN", "AKIAOWN"]);
    }
    expect(provider).toHaveBeenCalledTimes(1);
  });

  it("asks its own provider again when its credentials end", async () => {
    let turn = 0;
    const provider = async () => {
      turn += 1;
      aws.keys.set(`AKIATURN${turn}`, "s");
      const expiration = new Date(Date.now() + (turn === 1 ? 60_000 : 3600_000));
      return { accessKeyId: `AKIATURN${turn}`, secretAccessKey: "s", expiration };
    };
    const client = new s3.S3Client({ ...config(), credentials: accountCredentials(provider) });
    for (let call = 0; call < 3; call += 1) await runInAccount(undefined, () => get(client));
    expect(signers().slice(1)).toEqual(["AKIATURN2", "AKIATURN2"]);
  });

  it("works in an account where the server has no credentials of its own", async () => {
    const failing = async () => Promise.reject(new Error("none"));
    const client = new s3.S3Client({ ...config(), credentials: accountCredentials(failing) });
    await runInAccount(ONE, () => get(client));
    expect(signers()).toEqual(["AKIA111111111111"]);
    await expect(runInAccount(undefined, () => get(client))).rejects.toThrow("none");
  });

  it("has a session replaced within a long call", async () => {
    const client = new s3.S3Client({ ...config(), credentials: accountCredentials() });
    aws.sessionSeconds = 60;
    await runInAccount(TWO, async () => {
      aws.sessionSeconds = 3600;
      await get(client);
      await get(client);
    });
    expect(aws.sts_requests()).toHaveLength(2);
  });

  it("has no session token left over from another account", async () => {
    const client = new s3.S3Client({ ...config(), credentials: accountCredentials() });
    for (const target of [TWO, ONE, undefined, TWO]) await runInAccount(target, () => get(client));
    const token = "role-token-of-022222222222";
    const own = aws.requests.filter(({ path }) => path.startsWith("/b"));
    expect(own.map(({ signer }) => signer?.token)).toEqual([token, undefined, undefined, token]);
  });

  it("takes the account's own region where it names none", async () => {
    const client = new s3.S3Client(
      withAccountCredentials({ endpoint: aws.url, forcePathStyle: true }),
    );
    const regional = new s3.S3Client(withAccountCredentials({ ...config(), region: "sa-east-1" }));
    for (const target of [undefined, TWO, THREE, TWO]) {
      await runInAccount(target, () => get(client));
      await runInAccount(target, () => get(regional));
    }
    const own = aws.requests.filter(({ path }) => path.startsWith("/b"));
    expect(own.map(({ signer }) => signer?.region)).toEqual([
      ...["us-east-1", "sa-east-1", "eu-west-1", "sa-east-1"],
      ...["ap-southeast-2", "sa-east-1", "eu-west-1", "sa-east-1"],
    ]);
  });

  it("runs a bound callback in the call that bound it, also when that is over", async () => {
    const client = new s3.S3Client({ ...config(), credentials: accountCredentials() });
    const inOne = await runInAccount(ONE, () => bindAccount(() => get(client)));
    const inNone = runInAccount(undefined, () => bindAccount(() => get(client)));
    await runInAccount(THREE, async () => {
      await inOne();
      await (inNone as () => Promise<unknown>)();
    });
    expect(signers()).toEqual(["AKIA111111111111", BASE_KEY]);
  });

  it("refuses to sign in an account when the call that named it is over", async () => {
    const client = new s3.S3Client({ ...config(), credentials: accountCredentials() });
    const later = await runInAccount(ONE, () => AsyncResource.bind(() => get(client)));
    const ended: unknown = await later().catch((error: unknown) => error);
    expect(ended).toBeInstanceOf(LostAccountContextError);
    expect((ended as Error).message).toMatch(/bindAccount.*AsyncResource/);
    expect(signers()).toEqual([]);
  });
});

describe("withAccountCredentials", () => {
  it("needs no configuration, and keeps the rest of one", async () => {
    expect(Object.keys(withAccountCredentials())).toEqual(["region", "credentials"]);
    const given = { maxAttempts: 7, credentials: { accessKeyId: "a", secretAccessKey: "b" } };
    const made = withAccountCredentials(given);
    expect(made.maxAttempts).toBe(7);
    expect(await (made.credentials as unknown as () => Promise<object>)()).toMatchObject({
      accessKeyId: "a",
    });
    expect(given.credentials.accessKeyId).toBe("a");
  });

  it("takes the region of the profile, as the SDK would", async () => {
    const folder = await mkdtemp(join(tmpdir(), "aws-"));
    const file = join(folder, "config");
    await writeFile(file, "[default]\nregion = us-west-1\n\n[profile other]\nregion=us-west-2\n");
    setFor("AWS_REGION", undefined);
    const region = (given: object) =>
      (withAccountCredentials(given) as { region: () => Promise<string> }).region();
    await expect(region({})).rejects.toThrow("Region is missing");
    setFor("AWS_CONFIG_FILE", file);
    expect(await region({})).toBe("us-west-1");
    expect(await region({ profile: "other" })).toBe("us-west-2");
    await expect(region({ profile: "none" })).rejects.toThrow("Region is missing");
    setFor("AWS_PROFILE", "other");
    expect(await region({})).toBe("us-west-2");
    expect(await runInAccount(THREE, () => region({}))).toBe("ap-southeast-2");
  });

  it("takes the credentials of the profile that the client names", async () => {
    const folder = await mkdtemp(join(tmpdir(), "aws-"));
    const file = join(folder, "credentials");
    await writeFile(
      file,
      "[other]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = profile\n",
    );
    setFor("AWS_SHARED_CREDENTIALS_FILE", file);
    aws.keys.set("AKIAPROFILE", "profile");
    const client = new s3New.S3Client(withAccountCredentials({ ...config(), profile: "other" }));
    await client.send(new s3New.GetObjectCommand({ Bucket: "b", Key: "k" }));
    expect(signers()).toEqual(["AKIAPROFILE"]);
  });
});

describe("TARGET_ACCOUNTS", () => {
  it.each(["{", "{}", "[1]", '[{"account_id":"1","auth_type":"other"}]', "[{}]"])(
    "that is %s is database_error, and says nothing of what is in it",
    async (text) => {
      setFor("TARGET_ACCOUNTS", text);
      const answer = await withAccountContext(async (_args: object) => "ran")({
        target_account_id: ONE,
      });
      expect(JSON.stringify(answer)).toContain("database_error");
    },
  );

  it("without the account, and without a database, is account_not_found", async () => {
    setFor("TARGET_ACCOUNTS", JSON.stringify(ACCOUNTS.slice(1)));
    await expect(runInAccount(ONE, () => 1)).rejects.toMatchObject({
      errorType: "account_not_found",
    });
  });
});
