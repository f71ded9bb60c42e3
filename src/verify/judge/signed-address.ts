/** Signed addresses, which are good for whoever has them: judged as they stand, without anybody asking them. */

import type { Keys } from "./keys.js";
import { type AwsRequest, queryValue, readForm } from "./request.js";
import { checkSignature } from "./signature/index.js";
import type { JudgedRequest } from "./types.js";

/** An address does not say which of these it is signed for. */
const methods = ["GET", "PUT", "HEAD", "POST", "DELETE"];

/**
 * Judges an address as the request of whoever opens it. Undefined where it carries no signature, or one that other
 * headers than the host's have a part in: the address alone does not tell them.
 */
export function judgeAddress(
  address: string,
  keys: Keys,
): Omit<JudgedRequest, "index" | "time"> | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const request = url && requestFor(url);
  if (!request || !isWhole(request)) return undefined;
  const judged = methods.map((method) => {
    const { body: _body, refusal, ...checked } = checkSignature({ ...request, method }, keys);
    const { host, target, proxied } = request;
    const shown = { method, host, target, proxied, operation: "a signed address", ...checked };
    return checked.signer
      ? { ...shown, verdict: "answered" as const }
      : { ...shown, verdict: "refused" as const, ...(refusal && { refusal }) };
  });
  return judged.find(({ verdict }) => verdict === "answered") ?? judged[0];
}

function requestFor({ host, pathname, search }: URL): Omit<AwsRequest, "method"> {
  return {
    host,
    path: pathname,
    query: readForm(search.slice(1)),
    target: `${pathname}${search}`,
    headers: new Map([["host", host]]),
    body: Buffer.alloc(0),
    proxied: false,
  };
}

function isWhole(request: Omit<AwsRequest, "method">): boolean {
  const of = (name: string) => queryValue({ ...request, method: "GET" }, name);
  if (of("X-Amz-Signature")) return of("X-Amz-SignedHeaders") === "host";
  return Boolean(of("Signature") && of("AWSAccessKeyId"));
}
