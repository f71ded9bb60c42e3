/** What a request says about its signature of version 4, in its Authorization header or in its query. */

import { type AwsRequest, queryValue } from "../request.js";

/** HMAC with the secret, or ECDSA with a key made from it: SigV4 and SigV4a. */
export type Algorithm = "AWS4-HMAC-SHA256" | "AWS4-ECDSA-P256-SHA256";

export interface Signed {
  readonly algorithm: Algorithm;
  readonly inQuery: boolean;
  readonly keyId: string;
  /** Day, region, service, `aws4_request`; SigV4a's has no region. */
  readonly scope: readonly string[];
  /** The time of signing, as `20260131T235959Z`. */
  readonly date: string;
  readonly headers: readonly string[];
  readonly signature: string;
  readonly token: string | undefined;
  /** Of a presigned address: for how many seconds it is good. */
  readonly expires: number | undefined;
  readonly region: string;
  readonly service: string;
}

/** Reads the signature; undefined where there is none, or one that lacks a part. */
export function readSigned(request: AwsRequest): Signed | undefined {
  const { algorithm, inQuery, part } = readParts(request) ?? {};
  if (algorithm === undefined || part === undefined || inQuery === undefined) return undefined;
  const [keyId = "", ...scope] = (part("Credential") ?? "").split("/");
  const regions = part("Region-Set");
  const [region = "", service = ""] =
    algorithm === "AWS4-HMAC-SHA256" ? scope.slice(1) : [regions, scope[1]];
  const signed = {
    algorithm,
    inQuery,
    keyId,
    scope,
    date: part("Date") ?? "",
    headers: (part("SignedHeaders") ?? "").split(";"),
    signature: part("Signature") ?? "",
    token: part("Security-Token") ?? part("S3session-Token"),
    expires: inQuery ? Number(part("Expires")) : undefined,
    region,
    service,
  };
  const whole = keyId && service && signed.signature && /^\d{8}T\d{6}Z$/.test(signed.date);
  return whole ? signed : undefined;
}

interface Parts {
  readonly algorithm: Algorithm;
  readonly inQuery: boolean;
  part(name: string): string | undefined;
}

function readParts(request: AwsRequest): Parts | undefined {
  const [named = "", ...rest] = (request.headers.get("authorization") ?? "").split(" ");
  if (isAlgorithm(named))
    return { algorithm: named, inQuery: false, part: inHeaders(request, rest) };
  const algorithm = queryValue(request, "X-Amz-Algorithm") ?? "";
  if (!isAlgorithm(algorithm)) return undefined;
  return { algorithm, inQuery: true, part: (name) => queryValue(request, `X-Amz-${name}`) };
}

/** Three parts stand in the Authorization header; the others are headers of their own. */
function inHeaders({ headers }: AwsRequest, rest: string[]): Parts["part"] {
  const pairs = rest.join("").split(",");
  const named = new Map(
    pairs.map((pair) => [pair.split("=", 1)[0], pair.slice(pair.indexOf("=") + 1)]),
  );
  const plainDate = () => isoOf(headers.get("date"));
  return (name) =>
    named.get(name) ??
    headers.get(`x-amz-${name.toLowerCase()}`) ??
    (name === "Date" ? plainDate() : undefined);
}

function isoOf(date: string | undefined): string | undefined {
  const time = Date.parse(date ?? "");
  if (Number.isNaN(time)) return undefined;
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
}

function isAlgorithm(name: string): name is Algorithm {
  return name === "AWS4-HMAC-SHA256" || name === "AWS4-ECDSA-P256-SHA256";
}
