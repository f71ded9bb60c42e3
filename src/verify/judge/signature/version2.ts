/**
 * The two old signatures in a query that are still in use: version 2 of query services (boto3 signs SimpleDB with it),
 * and that of S3's presigned addresses, which boto3 makes where no other is asked for.
 */

import { createHmac } from "node:crypto";
import { type AwsRequest, readForm } from "../request.js";
import { encode } from "./canonical.js";

export interface Version2 {
  readonly scheme: "sigv2-query" | "s3-query";
  readonly keyId: string;
  readonly token: string | undefined;
  readonly signature: string;
  /** Milliseconds since 1970, where the address says until when it is good. */
  readonly expires: number | undefined;
  /** The signature as the holder of the secret makes it. */
  sign(secret: string): string;
}

/** Reads such a signature, or gives undefined. */
export function readVersion2(request: AwsRequest): Version2 | undefined {
  const inBody = request.headers.get("content-type")?.includes("x-www-form-urlencoded") ?? false;
  const form = request.query.concat(inBody ? readForm(request.body.toString()) : []);
  const value = (name: string) => form.find(([each]) => each === name)?.[1];
  const [keyId, signature] = [value("AWSAccessKeyId"), value("Signature")];
  if (keyId === undefined || signature === undefined) return undefined;
  if (value("SignatureVersion") === "2") {
    const sign = (secret: string) => hmac("sha256", secret, queryText(request, form));
    const token = value("SecurityToken");
    return { scheme: "sigv2-query", keyId, token, signature, expires: undefined, sign };
  }
  const until = value("Expires") ?? "";
  const sign = (secret: string) => hmac("sha1", secret, s3Text(request, until));
  const token = value("x-amz-security-token");
  return { scheme: "s3-query", keyId, token, signature, expires: Number(until) * 1000, sign };
}

function queryText(request: AwsRequest, form: AwsRequest["query"]): string {
  const pairs = form
    .filter(([name]) => name !== "Signature")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return [request.method, request.host.toLowerCase(), request.path, pairs.join("&")].join("\n");
}

function s3Text(request: AwsRequest, until: string): string {
  const value = (name: string) => request.query.find(([each]) => each.toLowerCase() === name)?.[1];
  const amazon = request.query
    .filter(([name]) => name.toLowerCase().startsWith("x-amz-"))
    .map(([name, content]) => `${name.toLowerCase()}:${content}`)
    .sort();
  const type = value("content-type") ?? request.headers.get("content-type") ?? "";
  const md5 = value("content-md5") ?? "";
  return [request.method, md5, type, until, ...amazon, s3Resource(request)].join("\n");
}

/** The parameters that S3 counts to the resource, of those that addresses are made with. */
const subresources = new Set([
  ...[
    "acl",
    "cors",
    "lifecycle",
    "location",
    "logging",
    "partNumber",
    "policy",
    "tagging",
    "torrent",
  ],
  ...["uploadId", "uploads", "versionId", "versioning", "versions", "website", "delete"],
  ...["response-cache-control", "response-content-disposition", "response-content-encoding"],
  ...["response-content-language", "response-content-type", "response-expires"],
]);

function s3Resource({ path, query }: AwsRequest): string {
  const named = query
    .filter(([name]) => subresources.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`));
  return named.length === 0 ? path : `${path}?${named.join("&")}`;
}

function hmac(hash: string, secret: string, text: string): string {
  return createHmac(hash, secret).update(text).digest("base64");
}
