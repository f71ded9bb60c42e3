/** The six wire protocols of AWS, and which one a request speaks. */

import type { Model } from "../models/model.js";
import type { AwsRequest } from "../request.js";

export type Protocol = "query" | "ec2" | "json" | "rest-json" | "rest-xml" | "smithy-rpc-v2-cbor";

/** Whether a service speaks a protocol. */
export function speaks({ metadata }: Model, protocol: Protocol): boolean {
  return (metadata.protocols ?? [metadata.protocol]).includes(protocol);
}

/** The service's REST protocol, or undefined. */
export function restProtocol(model: Model): "rest-json" | "rest-xml" | undefined {
  return (["rest-json", "rest-xml"] as const).find((protocol) => speaks(model, protocol));
}

const xmlServices = /^(s3|route53|cloudfront)/;

/** The protocol as far as the request alone shows it, for the error that an unknown operation gets. */
export function guessProtocol(
  request: AwsRequest,
  action: string | undefined,
  service = "",
): Protocol {
  if (request.headers.get("smithy-protocol") === "rpc-v2-cbor") return "smithy-rpc-v2-cbor";
  if (request.headers.has("x-amz-target")) return "json";
  if (action !== undefined) return service === "ec2" ? "ec2" : "query";
  return xmlServices.test(service) ? "rest-xml" : "rest-json";
}
