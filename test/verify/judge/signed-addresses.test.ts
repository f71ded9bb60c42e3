/** Signed addresses: judged as they stand, by whoever's keys they carry. */

import { expect, test } from "vitest";
import type { Credentials, Judge } from "../../../src/verify/judge/index.js";
import { type Asked, presign } from "./requests.js";
import { A, B, boto3, here, judgeForTest, runPython } from "./support.js";

async function addressFor(judge: Judge, keys: Credentials, asked: Asked = {}): Promise<string> {
  const { path = "", query = {} } = await presign(judge, keys, {
    path: "/bucket/a%20key",
    ...asked,
    headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD", ...asked.headers },
  });
  const pairs = Object.entries(query).map((pair) => pair.map(encodeURIComponent).join("="));
  return `${judge.url}${path}?${pairs.join("&")}`;
}

test.each(["GET", "PUT", "DELETE"])(
  "an address that is signed for %s has a signer",
  async (method) => {
    const judge = await judgeForTest();
    const keys = judge.issue(B.id, { temporary: true });
    judge.readAddress(await addressFor(judge, keys, { method }));
    expect(judge.requests()).toMatchObject([
      {
        method,
        verdict: "answered",
        signer: { accountId: B.id, keyId: keys.accessKeyId },
        service: "s3",
        region: "eu-west-1",
      },
    ]);
  },
);

test("an address that somebody changed is refused", async () => {
  const judge = await judgeForTest();
  const address = await addressFor(judge, judge.issue(A.id));
  judge.readAddress(address.replace("a%20key", "another"));
  expect(judge.requests()).toMatchObject([
    { verdict: "refused", refusal: "SignatureDoesNotMatch" },
  ]);
  expect(judge.requests()[0]).not.toHaveProperty("signer");
});

test("an address that is not signed, or not by itself, is not written down", async () => {
  const judge = await judgeForTest();
  const headers = { "content-type": "text/plain" };
  judge.readAddress(await addressFor(judge, judge.base, { headers, method: "PUT" }));
  judge.readAddress(`${judge.url}/bucket/key?X-Amz-Expires=60`);
  judge.readAddress("no address?Signature=x");
  expect(judge.requests()).toEqual([]);
});

test("the addresses that boto3 signs are read, S3's old ones too", async () => {
  const judge = await judgeForTest();
  const { accessKeyId: key, secretAccessKey: secret } = judge.issue(A.id);
  const asked = { url: judge.url, key, secret };
  const addresses = await runPython(await boto3(), here("signed_addresses.py"), asked);
  for (const { address } of addresses) judge.readAddress(String(address));
  expect(addresses).toHaveLength(3);
  expect(judge.requests().map(({ signer, scheme }) => [scheme, signer?.accountId])).toEqual([
    ["s3-query", A.id],
    ["sigv4-query", A.id],
    ["sigv4-query", A.id],
  ]);
});
