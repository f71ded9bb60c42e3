import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Who signed a request, as it says itself. */
export interface Signature {
  readonly keyId: string;
  readonly region: string;
  readonly token: string | undefined;
}

interface Signed {
  readonly scope: string[];
  readonly date: string;
  readonly headers: string[];
  readonly signature: string;
  readonly payload: string;
}

/** Checks a request's SigV4 signature with the signer's secret; undefined where it isn't right. */
export function verify(
  request: IncomingMessage,
  body: Buffer,
  secretOf: (keyId: string) => string | undefined,
): Signature | undefined {
  const url = new URL(request.url ?? "/", "http://localhost");
  const query = url.searchParams;
  const presigned = query.has("X-Amz-Signature");
  const signed = presigned ? fromQuery(query) : fromHeaders(request, body);
  const [keyId = "", day = "", region = "", service = ""] = signed.scope;
  const secret = secretOf(keyId);
  if (secret === undefined) return undefined;
  const canonical = [
    request.method,
    url.pathname,
    canonicalQuery(query),
    ...signed.headers.map((name) => `${name}:${headerOf(request, name)}`),
    "",
    signed.headers.join(";"),
    signed.payload,
  ].join("\n");
  const scope = [day, region, service, "aws4_request"].join("/");
  const text = ["AWS4-HMAC-SHA256", signed.date, scope, sha256(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(
    (last, part) => createHmac("sha256", last).update(part).digest(),
    `AWS4${secret}`,
  );
  const expected = createHmac("sha256", key).update(text).digest("hex");
  if (expected !== signed.signature) return undefined;
  const token = presigned
    ? (query.get("X-Amz-Security-Token") ?? undefined)
    : request.headers["x-amz-security-token"]?.toString();
  return { keyId, region, token };
}

function fromHeaders(request: IncomingMessage, body: Buffer): Signed {
  const authorization = request.headers.authorization ?? "";
  const part = (name: string) => new RegExp(`${name}=([^,]+)`).exec(authorization)?.[1] ?? "";
  return {
    scope: part("Credential").split("/"),
    date: headerOf(request, "x-amz-date"),
    headers: part("SignedHeaders").split(";"),
    signature: part("Signature"),
    payload: headerOf(request, "x-amz-content-sha256") || sha256(body),
  };
}

function fromQuery(query: URLSearchParams): Signed {
  const part = (name: string) => query.get(`X-Amz-${name}`) ?? "";
  return {
    scope: part("Credential").split("/"),
    date: part("Date"),
    headers: part("SignedHeaders").split(";"),
    signature: part("Signature"),
    payload: part("Content-Sha256") || "UNSIGNED-PAYLOAD",
  };
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
}

function encode(text: string): string {
  const hex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, hex);
}

function headerOf(request: IncomingMessage, name: string): string {
  return (request.headers[name] ?? "").toString().trim();
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
