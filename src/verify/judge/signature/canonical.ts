/**
 * The canonical request of Signature Version 4, from AWS's description of it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */

import { createHash } from "node:crypto";
import type { AwsRequest } from "../request.js";
import type { Signed } from "./signed.js";

/** What is signed: algorithm, time, scope, and the hash of the canonical request. */
export function stringToSign(request: AwsRequest, signed: Signed, payloadHash: string): string {
  const canonical = [
    request.method,
    canonicalPath(request.path, signed.service),
    canonicalQuery(request.query),
    ...signed.headers.map((name) => `${name}:${canonicalHeader(request, name)}`),
    "",
    signed.headers.join(";"),
    payloadHash,
  ].join("\n");
  return [signed.algorithm, signed.date, signed.scope.join("/"), sha256(canonical)].join("\n");
}

/** Percent-encodes all but letters, digits and `-._~`. */
export function encode(text: string): string {
  const hex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, hex);
}

export function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/** The pairs in order, encoded; the signature itself is not signed. */
export function canonicalQuery(query: AwsRequest["query"]): string {
  return query
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, one], [b, other]) => compare(a, b) || compare(one, other))
    .map((pair) => pair.join("="))
    .join("&");
}

/** Whether a service signs as S3 does: s3tables and others do not, for all their names. */
export function signsAsS3(service: string): boolean {
  return /^s3(-outposts|-object-lambda|express)?$/.test(service);
}

/** S3 takes the path as it is sent; all others encode it once more, after `.` and `..` are resolved. */
function canonicalPath(path: string, service: string): string {
  if (signsAsS3(service)) return path;
  return resolveDots(path).split("/").map(encode).join("/");
}

function resolveDots(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split("/").filter((each) => each !== "" && each !== ".")) {
    if (segment === "..") kept.pop();
    else kept.push(segment);
  }
  return `/${kept.join("/")}${path.endsWith("/") && kept.length > 0 ? "/" : ""}`;
}

function canonicalHeader({ headers }: AwsRequest, name: string): string {
  return (headers.get(name) ?? "").trim().replace(/ +/g, " ");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
