/** The three ways to address a bucket: in the path, in the host, or (not S3) no bucket at all. */

import type { Model } from "../models/model.js";
import type { AwsRequest } from "../request.js";

/** The paths that the model may mean, the likelier first: with a bucket that the host names, and as it is. */
export function pathsOf(request: AwsRequest, model: Model): string[] {
  const bucket = model.name === "s3" ? bucketInHost(request.host) : undefined;
  if (bucket === undefined) return [request.path];
  return [`/${bucket}${request.path === "/" ? "" : request.path}`, request.path];
}

/** What stands before S3's own host, or before `localhost`. */
export function bucketInHost(host: string): string | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, "");
  if (/^s3[.-]/.test(name)) return undefined;
  return /^(.+?)\.(?:s3[a-z0-9-]*\.|s3-|localhost$|127\.0\.0\.1$)/.exec(name)?.[1];
}
