/** What boto3 makes of the judge's answers. */

import { expect, test } from "vitest";
import { callOperations } from "./call-operations.js";
import { services } from "./services.js";
import { A, boto3, here, judgeForTest, runPython } from "./support.js";

test("boto3 parses the answers of a sample of operations of every service that awslabs/mcp names", async () => {
  const called = await callOperations({ services, sample: 2, seed: 20261130 });
  expect(called.filter(({ problem }) => problem !== null)).toEqual([]);
  expect(new Set(called.map(({ service }) => service)).size).toBe(services.length);
});

test("SigV4a, version 2 and S3's old presigned addresses are told by their signer", async () => {
  const judge = await judgeForTest();
  const keys = judge.issue(A.id, { temporary: true });
  const lines = await runPython(await boto3(), here("old_and_new_signatures.py"), {
    url: judge.url,
    key: keys.accessKeyId,
    secret: keys.secretAccessKey,
    token: keys.sessionToken,
  });
  expect(lines).toEqual([{ done: true }]);
  expect(judge.requests()).toMatchObject(
    [
      { scheme: "sigv4a", service: "dynamodb", operation: "ListTables", region: "*" },
      { scheme: "sigv4a", service: "s3", operation: "GetObject" },
      { scheme: "sigv2-query", service: "sdb", operation: "ListDomains" },
      { scheme: "s3-query", service: "s3", operation: "GetObject" },
      { scheme: "sigv4-query", service: "s3", operation: "PutObject" },
    ].map((each) => ({ ...each, verdict: "answered", signer: { accountId: A.id } })),
  );
});

test("paginators and waiters end, and a bucket may stand before the host", async () => {
  const judge = await judgeForTest();
  const { url, base } = judge;
  const input = { url, key: base.accessKeyId, secret: base.secretAccessKey };
  const [result] = await runPython(await boto3(), here("pages_and_waiters.py"), input);
  expect(result).toEqual({
    pages: { list_objects_v2: 1, list_tables: 1, describe_instances: 1, list_users: 1 },
    polls: { instance_running: 1, bucket_exists: 1, table_deleted: 1, stack_delete: 1 },
    instance: "i-0123456789abcdef0",
    virtual: "GetObject",
  });
});
