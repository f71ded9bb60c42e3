/** Bodies in signed chunks, against the examples of AWS's own description of them. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { IssuedKey } from "../../../src/verify/judge/keys.js";
import type { AwsRequest } from "../../../src/verify/judge/request.js";
import { checkSignature } from "../../../src/verify/judge/signature/index.js";

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html
const key: IssuedKey = {
  accountId: "111111111111",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  origin: { kind: "base" },
};
const keys = {
  find: (id: string) => (id === key.accessKeyId ? key : undefined),
  bearer: () => undefined,
  issue: () => key,
  issueBearer: () => "",
};

const plain = {
  hash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  headers: { "content-encoding": "aws-chunked", "content-length": "66824" },
  seed: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
  signatures: [
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
  ],
  trailer: "",
};
const withTrailer = {
  hash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
  headers: { "content-encoding": "aws-chunked", "x-amz-trailer": "x-amz-checksum-crc32c" },
  seed: "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
  signatures: [
    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
  ],
  trailer:
    "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n",
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2013-05-24T00:00:00Z") });
});
afterEach(() => void vi.useRealTimers());

test.each([
  ["without", plain],
  ["with", withTrailer],
])("signed chunks %s a trailer", (_, example) => {
  const checked = checkSignature(requestOf(example), keys);
  expect(checked.refusal).toBeUndefined();
  expect(checked.body.equals(Buffer.alloc(65 * 1024, "a"))).toBe(true);
});

test("a chunk that was changed is refused", () => {
  const request = requestOf(plain);
  request.body[request.body.length - 300] = "b".charCodeAt(0);
  expect(checkSignature(request, keys).refusal).toBe("SignatureDoesNotMatch");
});

test("a trailer that was changed is refused", () => {
  const changed = { ...withTrailer, trailer: withTrailer.trailer.replace("sOO8", "sOO9") };
  expect(checkSignature(requestOf(changed), keys).refusal).toBe("SignatureDoesNotMatch");
});

function requestOf({
  hash,
  headers,
  seed,
  signatures,
  trailer,
}: typeof plain | typeof withTrailer): AwsRequest {
  const signed = {
    ...headers,
    host: "s3.amazonaws.com",
    "x-amz-content-sha256": hash,
    "x-amz-date": "20130524T000000Z",
    "x-amz-decoded-content-length": "66560",
    "x-amz-storage-class": "REDUCED_REDUNDANCY",
  };
  const names = Object.keys(signed).sort().join(";");
  const scope = `${key.accessKeyId}/20130524/us-east-1/s3/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${names},Signature=${seed}`;
  const target = "/examplebucket/chunkObject.txt";
  return {
    method: "PUT",
    host: "s3.amazonaws.com",
    path: target,
    query: [],
    target,
    headers: new Map(Object.entries({ ...signed, authorization })),
    body: bodyOf(signatures, trailer),
    proxied: false,
  };
}

function bodyOf(signatures: readonly string[], trailer: string): Buffer {
  const sizes = [64 * 1024, 1024, 0];
  const chunks = sizes.map((size, at) => {
    const start = `${size.toString(16)};chunk-signature=${signatures[at]}\r\n`;
    return `${start}${"a".repeat(size)}${size > 0 ? "\r\n" : ""}`;
  });
  return Buffer.from(`${chunks.join("")}${trailer}\r\n`);
}
