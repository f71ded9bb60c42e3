/** Who signed: right, wrong and missing signatures of every kind that the JavaScript SDK's signer makes. */

import { afterEach, expect, test, vi } from "vitest";
import type { Credentials, Judge } from "../../../src/verify/judge/index.js";
import { type Asked, ask, presign, sign, whoAmI } from "./requests.js";
import { A, BASE, judgeForTest } from "./support.js";

afterEach(() => void vi.useRealTimers());

const getObject: Asked = { path: "/bucket/a%20key", headers: {} };
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** The verdict on the last request, with the refusal where there is one. */
function last(judge: Judge) {
  const { verdict, refusal } = judge.requests().at(-1) ?? {};
  return refusal ? `${verdict}: ${refusal}` : verdict;
}

async function verdictOn(judge: Judge, asked: Asked): Promise<string | undefined> {
  await ask(judge, asked);
  return last(judge);
}

test("a request is told by its signer, token, region, service and operation", async () => {
  const judge = await judgeForTest();
  const keys = judge.issue(A.id, { temporary: true });
  const { status } = await ask(judge, await sign(judge, keys, getObject));
  expect(status).toBe(200);
  expect(judge.requests()).toMatchObject([
    {
      verdict: "answered",
      scheme: "sigv4",
      signer: { accountId: A.id, keyId: keys.accessKeyId, origin: { kind: "issued" } },
      token: keys.sessionToken,
      region: "eu-west-1",
      service: "s3",
      operation: "GetObject",
    },
  ]);
});

test("requests after a mark are told apart from those before it", async () => {
  const judge = await judgeForTest();
  await ask(judge, await sign(judge, judge.base));
  const mark = judge.mark();
  expect(judge.requests(mark)).toEqual([]);
  await ask(judge, await sign(judge, judge.base, getObject));
  expect(judge.requests(mark)).toMatchObject([{ operation: "GetObject", index: 1 }]);
});

test("a key that nobody issued is refused, and written down as claimed", async () => {
  const judge = await judgeForTest();
  const keys = { ...judge.base, accessKeyId: "AKIAIOSFODNN7EXAMPLE" };
  const answered = await ask(judge, await sign(judge, keys));
  expect(answered.status).toBe(403);
  expect(answered.body).toContain("<Code>InvalidClientTokenId</Code>");
  expect(answered.headers["x-judge-refusal"]).toBe("InvalidClientTokenId");
  const [request] = judge.requests();
  expect(request).toMatchObject({ verdict: "refused", claimedKeyId: keys.accessKeyId });
  expect(request).not.toHaveProperty("signer");
});

test("a signature with another secret is refused", async () => {
  const judge = await judgeForTest();
  const asked = await sign(judge, { ...judge.base, secretAccessKey: "another" });
  expect(await verdictOn(judge, asked)).toBe("refused: SignatureDoesNotMatch");
});

test.each<[string, Asked, string]>([
  ["path", { path: "/bucket/other" }, "SignatureDoesNotMatch"],
  ["query", { query: { versionId: "1" } }, "SignatureDoesNotMatch"],
  ["body", { body: "other" }, "XAmzContentSHA256Mismatch"],
])("a request whose %s was changed after it was signed is refused", async (_, change, refusal) => {
  const judge = await judgeForTest();
  const signed = await sign(judge, judge.base, { ...getObject, method: "PUT", body: "signed" });
  expect(await verdictOn(judge, { ...signed, ...change })).toBe(`refused: ${refusal}`);
});

test("a session token has to be the one that came with the key", async () => {
  const judge = await judgeForTest();
  const one = judge.issue(A.id, { temporary: true });
  const other = judge.issue(A.id, { temporary: true });
  const { sessionToken: _, ...withoutToken } = one;
  const wrong: Credentials[] = [withoutToken, { ...one, sessionToken: other.sessionToken ?? "" }];
  for (const keys of wrong) {
    expect(await verdictOn(judge, await sign(judge, keys))).toBe("refused: InvalidToken");
  }
});

test("a session that has ended is refused", async () => {
  const judge = await judgeForTest();
  const keys = judge.issue(A.id, { temporary: true });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2 * 3600_000 });
  expect(await verdictOn(judge, await sign(judge, keys))).toBe("refused: ExpiredToken");
});

test("a clock may be fourteen minutes off, and not sixteen", async () => {
  const judge = await judgeForTest();
  const at = (minutes: number) => sign(judge, judge.base, { ...whoAmI, date: minutesAgo(minutes) });
  for (const minutes of [14, -14])
    expect(await verdictOn(judge, await at(minutes))).toBe("answered");
  for (const minutes of [16, -16]) {
    expect(await verdictOn(judge, await at(minutes))).toBe("refused: RequestTimeTooSkewed");
  }
});

test("a presigned address is good until it expires", async () => {
  const judge = await judgeForTest();
  const keys = judge.issue(A.id, { temporary: true });
  const headers = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
  const good = { ...getObject, headers, date: minutesAgo(2) };
  expect(await verdictOn(judge, await presign(judge, keys, good, 180))).toBe("answered");
  expect(judge.requests().at(-1)).toMatchObject({
    scheme: "sigv4-query",
    signer: { accountId: A.id },
    token: keys.sessionToken,
    operation: "GetObject",
  });
  expect(await verdictOn(judge, await presign(judge, keys, good, 60))).toBe(
    "refused: RequestExpired",
  );
  const changed = {
    ...(await presign(judge, keys, { ...getObject, headers })),
    path: "/bucket/other",
  };
  expect(await verdictOn(judge, changed)).toBe("refused: SignatureDoesNotMatch");
});

test("a payload may be left unsigned, and one in chunks with a trailer is taken apart", async () => {
  const judge = await judgeForTest();
  const put = (hash: string, body: string) =>
    sign(judge, judge.base, {
      ...getObject,
      method: "PUT",
      headers: { "x-amz-content-sha256": hash },
      body,
    });
  expect(await verdictOn(judge, await put("UNSIGNED-PAYLOAD", "anything"))).toBe("answered");
  const trailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  const chunks = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
  expect(await verdictOn(judge, await put(trailer, chunks))).toBe("answered");
  expect(await verdictOn(judge, await put(trailer, chunks.slice(0, 7)))).toBe(
    "refused: XAmzContentSHA256Mismatch",
  );
});

test("an unsigned request is refused, but for the operations that need no signature", async () => {
  const judge = await judgeForTest();
  expect(await verdictOn(judge, whoAmI)).toBe("refused: MissingAuthenticationToken");
  const { status } = await ask(judge, {
    method: "POST",
    headers: {
      "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
      "content-type": "application/x-amz-json-1.1",
    },
    body: "{}",
  });
  expect(status).toBe(200);
  expect(judge.requests().at(-1)).toMatchObject({ scheme: "none", operation: "InitiateAuth" });
});

test("a bearer token belongs to the account that it was issued for", async () => {
  const judge = await judgeForTest();
  const asked = (token: string): Asked => ({
    method: "POST",
    path: "/model/m/converse",
    headers: { authorization: `Bearer ${token}` },
    body: "{}",
  });
  const token = judge.issueBearer(A.id);
  expect(await verdictOn(judge, asked(token))).toBe("answered");
  expect(judge.requests().at(-1)).toMatchObject({
    scheme: "bearer",
    signer: { accountId: A.id, keyId: token },
    service: "bedrock-runtime",
    operation: "Converse",
  });
  expect(await verdictOn(judge, asked("nobody's"))).toBe("refused: InvalidToken");
});

test("the base belongs to an account of its own", async () => {
  const judge = await judgeForTest();
  await ask(judge, await sign(judge, judge.base));
  expect(judge.requests()[0]?.signer).toMatchObject({ accountId: BASE, origin: { kind: "base" } });
});
