import { setImmediate as nextTurn } from "node:timers/promises";
import * as s3New from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import * as s3Old from "aws-s3-old";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  accountCredentials,
  withAccountContext,
} from "../../../templates/typescript/credential-services/index.js";
import { BASE_KEY, SIGNER, setFor, settingsFor, useSettings } from "./support/accounts.js";
import { type FakeAws, isOwnerCheck, startAws } from "./support/aws.js";

const CALLS = 500;
const TARGETS = [...SIGNER.keys()];

let aws: FakeAws;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(() => aws.close());
useSettings(() => settingsFor(aws));
beforeEach(() => {
  aws.requests.length = 0;
});

type S3 = typeof s3New;
type Client = InstanceType<S3["S3Client"]>;

const bucketFor = (target: string | undefined) => `for-${target ?? "base"}`;
const config = () => ({ region: "us-east-1", endpoint: aws.url, forcePathStyle: true });

/** Requests whose signature is wrong, or is another account's than the bucket's name says. */
function wrong() {
  const expected = new Map(TARGETS.map((target) => [bucketFor(target), SIGNER.get(target)]));
  return aws.requests.filter((request) => {
    const { path, signer } = request;
    if (isOwnerCheck(request)) return false;
    const bucket = path.split(/[/?]/)[1] ?? "";
    const key = expected.get(bucket) ?? BASE_KEY;
    const token = key.startsWith("ASIA") ? key.replace("ASIA", "role-token-of-") : undefined;
    return signer?.keyId !== key || signer.token !== token;
  });
}

async function get(s3: S3, client: Client, target: string | undefined) {
  const { Body } = await client.send(
    new s3.GetObjectCommand({ Bucket: bucketFor(target), Key: "a" }),
  );
  await Body?.transformToString();
}

/** Uses a client in many ways, with pauses in which other calls get their turn. */
async function work(s3: S3, client: Client, target: string | undefined, turn: number) {
  const Bucket = bucketFor(target);
  await pause(turn % 7);
  await get(s3, client, target);
  for await (const page of s3.paginateListObjectsV2({ client }, { Bucket })) {
    expect(page.Contents).toHaveLength(1);
    await pause(turn % 3);
  }
  await s3.waitUntilBucketExists({ client, maxWaitTime: 10 }, { Bucket });
  return client;
}

/** Lets others have their turn, so many times. */
async function pause(turns: number) {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}

async function presignAndUpload(s3: S3, client: Client, target: string | undefined) {
  const Bucket = bucketFor(target);
  const url = await getSignedUrl(client, new s3.GetObjectCommand({ Bucket, Key: "p" }));
  await fetch(url);
  const Body = Buffer.alloc(5 * 1024 * 1024 + 1);
  await new Upload({ client, params: { Bucket, Key: "m", Body } }).done();
}

const versions: [string, S3][] = [
  ["3.600", s3Old as unknown as S3],
  ["the newest", s3New],
];

describe.each(versions)("500 calls at once, with the AWS SDK %s", (_version, s3) => {
  it("sign every request with the call's own account, on a shared client", async () => {
    const client = new s3.S3Client({ ...config(), credentials: accountCredentials() });
    const tool = withAccountContext(async ({ turn, target }: Args) =>
      work(s3, client, target, turn),
    );
    await callAll(tool);
    expect(aws.requests.length).toBeGreaterThanOrEqual(CALLS * 4);
    expect(wrong()).toEqual([]);
    // What is in no bucket is AssumeRole, and compared with the base credentials.
    expect(aws.sts_requests().length).toBeLessThanOrEqual(1);
  });

  it("sign every request with the call's own account, on a client per call", async () => {
    const tool = withAccountContext(async ({ turn, target }: Args) => {
      const client = new s3.S3Client({ ...config(), credentials: accountCredentials() });
      await pause(turn % 7);
      await get(s3, client, target);
    });
    await callAll(tool);
    expect(wrong()).toEqual([]);
  });

  it("are mixed up by the environment-variable way, which shows that this test sees it", async () => {
    const keys = new Map<string | undefined, [string, string, string?]>([
      [undefined, [BASE_KEY, "base-secret"]],
      ["111111111111", ["AKIA111111111111", "key-secret-of-one"]],
      [
        "022222222222",
        ["ASIA022222222222", "role-secret-of-022222222222", "role-token-of-022222222222"],
      ],
      ["333333333333", ["AKIA333333333333", "key-secret-of-three"]],
    ]);
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]) {
      setFor(name, process.env[name]);
    }
    const tool = async ({ turn, target }: Args) => {
      const [id, secret, token] = keys.get(target) ?? ["", ""];
      process.env["AWS_ACCESS_KEY_ID"] = id;
      process.env["AWS_SECRET_ACCESS_KEY"] = secret;
      if (token === undefined) delete process.env["AWS_SESSION_TOKEN"];
      else process.env["AWS_SESSION_TOKEN"] = token;
      await pause(turn % 7);
      const client = new s3.S3Client(config());
      await get(s3, client, target);
    };
    await callAll(tool).catch(() => undefined);
    expect(wrong().length / aws.requests.length).toBeGreaterThan(0.25);
  });
});

describe("with the newest AWS SDK", () => {
  it("presigned URLs and multipart uploads are the call's own", async () => {
    const client = new s3New.S3Client({ ...config(), credentials: accountCredentials() });
    const tool = withAccountContext(async ({ target }: Args) =>
      presignAndUpload(s3New, client, target),
    );
    await callAll(tool, 40);
    expect(aws.requests.filter(({ path }) => path.includes("X-Amz-Signature"))).toHaveLength(40);
    expect(aws.requests.filter(({ path }) => path.includes("partNumber")).length).toBe(80);
    expect(wrong()).toEqual([]);
  });
});

interface Args {
  turn: number;
  target?: string | undefined;
  target_account_id?: string | undefined;
}

async function callAll(tool: (args: Args) => Promise<unknown>, calls = CALLS) {
  const turns = Array.from({ length: calls }, (_, turn) => turn);
  const results = await Promise.all(
    turns.map((turn) => {
      const target = TARGETS[turn % TARGETS.length];
      return tool({ turn, target, target_account_id: target });
    }),
  );
  expect(results.filter((result) => (result as { isError?: boolean })?.isError)).toEqual([]);
}
