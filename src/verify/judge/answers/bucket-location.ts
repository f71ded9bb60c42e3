/** S3's GetBucketLocation, whose answer is the text of its root element: the model cannot say so. */

import type { WireAnswer } from "../protocols/wire.js";
import { element } from "../protocols/xml.js";

/** The region of a bucket. The first region's name is left out, as S3 does. */
export function bucketLocation(region: string, requestId: string): WireAnswer {
  const name = region === "us-east-1" ? "" : region;
  const headers = { "content-type": "application/xml", "x-amz-request-id": requestId };
  const namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
  return { status: 200, headers, body: element("LocationConstraint", name, namespace) };
}
