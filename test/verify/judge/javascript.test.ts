/** What the JavaScript SDK's clients make of the judge's answers. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import {
  DeleteBucketCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  waitUntilBucketExists,
  waitUntilBucketNotExists,
} from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect, onTestFinished, test } from "vitest";
import type { Credentials, Judge } from "../../../src/verify/judge/index.js";
import { ask, sign, whoAmI } from "./requests.js";
import { A, B, judgeForTest } from "./support.js";

const config = ({ url: endpoint }: Judge, credentials: Credentials) => ({
  endpoint,
  region: "eu-west-1",
  credentials,
  maxAttempts: 1,
});
const object = { Bucket: "bucket", Key: "folder/a key.txt" };

test("objects are read, written in one piece and in parts, and as a stream", async () => {
  const judge = await judgeForTest();
  const s3 = new S3Client(config(judge, judge.issue(A.id)));
  const { Body, LastModified } = await s3.send(new GetObjectCommand(object));
  expect(JSON.parse((await Body?.transformToString()) ?? "")).toEqual({ account: A.id });
  expect(LastModified).toEqual(new Date("2026-01-01T00:00:00Z"));
  await s3.send(new PutObjectCommand({ ...object, Body: "content" }));
  await s3.send(new HeadObjectCommand(object));
  const params = { ...object, Body: Readable.from([Buffer.alloc(6 << 20, "a")]) };
  await new Upload({ client: s3, params }).done();
  const operations = judge.requests().map(({ operation }) => operation);
  expect(new Set(operations)).toEqual(
    new Set([
      ...["GetObject", "PutObject", "HeadObject"],
      ...["CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"],
    ]),
  );
  expect(judge.requests().every(({ verdict }) => verdict === "answered")).toBe(true);
});

test("a bucket's pages end, its region is the signer's, and its waiters end", async () => {
  const judge = await judgeForTest();
  const client = new S3Client(config(judge, judge.issue(A.id)));
  const pages = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: "bucket" }))
    pages.push(page);
  expect(pages).toMatchObject([{ IsTruncated: false, Contents: [{ Size: 1 }] }]);
  const location = await client.send(new GetBucketLocationCommand({ Bucket: "bucket" }));
  expect(location.LocationConstraint).toBe("eu-west-1");
  const wait = { client, maxWaitTime: 5, minDelay: 1 };
  await waitUntilBucketExists(wait, { Bucket: "bucket" });
  await client.send(new DeleteBucketCommand({ Bucket: "bucket" }));
  await waitUntilBucketNotExists(wait, { Bucket: "bucket" });
});

test("an answer holds the number of the signer's account", async () => {
  const judge = await judgeForTest();
  for (const { id } of [A, B]) {
    const client = new S3Client(config(judge, judge.issue(id)));
    expect(JSON.stringify((await client.send(new ListBucketsCommand({}))).Buckets)).toContain(id);
  }
});

test("a secret is the one that was asked for", async () => {
  const judge = await judgeForTest();
  const client = new SecretsManagerClient(config(judge, judge.base));
  const secret = await client.send(new GetSecretValueCommand({ SecretId: "s", VersionStage: "v" }));
  expect(secret).toMatchObject({ SecretString: expect.any(String), CreatedDate: expect.any(Date) });
});

test("the keys of any answer are keys that sign", async () => {
  const judge = await judgeForTest();
  const sts = new STSClient(config(judge, judge.issue(A.id)));
  const { Credentials: given } = await sts.send(new GetSessionTokenCommand({}));
  const keys = {
    accountId: A.id,
    accessKeyId: given?.AccessKeyId ?? "",
    secretAccessKey: given?.SecretAccessKey ?? "",
    sessionToken: given?.SessionToken ?? "",
  };
  await ask(judge, await sign(judge, keys));
  expect(judge.requests().at(-1)?.signer).toMatchObject({
    accountId: A.id,
    origin: { kind: "session", operation: "sts:GetSessionToken" },
  });
});

test("a presigned address of the SDK's is answered for who made it", async () => {
  const judge = await judgeForTest();
  const client = new S3Client(config(judge, judge.issue(A.id, { temporary: true })));
  const address = await getSignedUrl(client, new GetObjectCommand(object), { expiresIn: 60 });
  expect((await fetch(address)).status).toBe(200);
  expect(judge.requests()).toMatchObject([
    { scheme: "sigv4-query", signer: { accountId: A.id }, operation: "GetObject" },
  ]);
});

test("the same question has the same answer", async () => {
  const judge = await judgeForTest();
  const once = await ask(judge, await sign(judge, judge.base));
  expect(await ask(judge, await sign(judge, judge.base))).toEqual(once);
});

test("an operation that no model knows is marked", async () => {
  const judge = await judgeForTest();
  const body = "Action=Invented&Version=2011-06-15";
  const answered = await ask(judge, await sign(judge, judge.base, { ...whoAmI, body }));
  expect(answered).toMatchObject({
    status: 404,
    headers: { "x-judge-refusal": "UnknownOperation" },
    body: expect.stringContaining("UnknownOperation"),
  });
  expect(judge.requests()).toMatchObject([
    { verdict: "unknown", service: "sts", operation: "Invented", signer: {} },
  ]);
});

test("another engine gets what was signed rightly, with the account, and nothing else", async () => {
  const seen: string[] = [];
  const engine = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers["x-moto-account-id"]}`);
    response.writeHead(200, { "content-type": "application/xml" });
    response.end("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>");
  });
  await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void engine.close());
  const { port } = engine.address() as AddressInfo;
  const judge = await judgeForTest({ engine: `http://127.0.0.1:${port}` });
  const keys = judge.issue(B.id);
  const list = new ListBucketsCommand({});
  await new S3Client(config(judge, keys)).send(list);
  const wrong = new S3Client(config(judge, { ...keys, secretAccessKey: "wrong" }));
  await expect(wrong.send(list)).rejects.toThrow();
  expect(seen).toEqual([`GET /?x-id=ListBuckets ${B.id}`]);
  expect(judge.requests()).toMatchObject([{ operation: "ListBuckets" }, { verdict: "refused" }]);
});

test("an engine that cannot be reached makes the request unknown, not answered", async () => {
  const judge = await judgeForTest({ engine: "http://127.0.0.1:1" });
  const client = new S3Client(config(judge, judge.issue(B.id)));
  await expect(client.send(new ListBucketsCommand({}))).rejects.toThrow();
  expect(judge.requests()).toMatchObject([{ verdict: "unknown", refusal: "NotAnswered" }]);
});
