/** How AWS says no: the codes of each protocol, their status, and what they mean. */

import type { Protocol } from "./operations/protocol.js";
import type { SignatureRefusal } from "./signature/index.js";

export type Refusal = SignatureRefusal | "AccessDenied" | "UnknownOperation" | "NotAnswered";

export interface Said {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

/** The header that marks what the judge itself refuses, with the refusal's name. */
export const MARK = "x-judge-refusal";

const messages: Record<Refusal, string> = {
  MissingAuthenticationToken: "The request is not signed.",
  InvalidClientTokenId: "Nobody issued this access key.",
  InvalidToken: "The session token is not the one that belongs to this access key.",
  ExpiredToken: "The session token has expired.",
  RequestExpired: "The request has expired.",
  RequestTimeTooSkewed: "The time of the signature is more than fifteen minutes away.",
  SignatureDoesNotMatch: "The signature is not the one that this access key's secret makes.",
  XAmzContentSHA256Mismatch: "The body is not the one that was signed.",
  AccessDenied: "The signer may not do this.",
  UnknownOperation: "The models of AWS services know no such operation.",
  NotAnswered: "The request was judged, but could not be answered.",
};

const jsonCodes: Partial<Record<Refusal, string>> = {
  MissingAuthenticationToken: "MissingAuthenticationTokenException",
  InvalidClientTokenId: "UnrecognizedClientException",
  InvalidToken: "UnrecognizedClientException",
  ExpiredToken: "ExpiredTokenException",
  RequestExpired: "InvalidSignatureException",
  RequestTimeTooSkewed: "InvalidSignatureException",
  SignatureDoesNotMatch: "InvalidSignatureException",
  XAmzContentSHA256Mismatch: "InvalidSignatureException",
  AccessDenied: "AccessDeniedException",
  UnknownOperation: "UnknownOperationException",
};

const s3Codes: Partial<Record<Refusal, string>> = {
  MissingAuthenticationToken: "AccessDenied",
  InvalidClientTokenId: "InvalidAccessKeyId",
  RequestExpired: "AccessDenied",
};

/** Clients try again after a 500, and not after these. */
const statuses: Partial<Record<Refusal, number>> = { UnknownOperation: 404, NotAnswered: 501 };

/** A refusal as the service would say it, in its protocol. */
export function sayRefusal(refusal: Refusal, protocol: Protocol, service?: string): Said {
  const message = messages[refusal];
  const status = statuses[refusal] ?? 403;
  if (protocol === "rest-xml" && service === "s3") {
    return { code: s3Codes[refusal] ?? refusal, status, message };
  }
  const inJson = protocol.includes("json") || protocol === "smithy-rpc-v2-cbor";
  return { code: (inJson && jsonCodes[refusal]) || refusal, status, message };
}
