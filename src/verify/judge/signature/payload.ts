/** Whether the body is the one that was signed, and what it holds. */

import type { AwsRequest } from "../request.js";
import { sha256, signsAsS3 } from "./canonical.js";
import { areChunksSigned, type CheckText, readChunks } from "./chunks.js";
import type { Signed } from "./signed.js";

/** What the signature says the payload is: a hash, or a word in place of one. */
export function signedPayload(request: AwsRequest, signed: Signed): string {
  const said = request.headers.get("x-amz-content-sha256");
  if (said !== undefined) return said;
  const inQuery = request.query.find(([name]) => name === "X-Amz-Content-Sha256")?.[1];
  if (signed.inQuery && signsAsS3(signed.service)) return inQuery ?? "UNSIGNED-PAYLOAD";
  return sha256(request.body);
}

export type Payload =
  | { readonly data: Buffer; readonly refusal?: undefined }
  | { readonly refusal: "XAmzContentSHA256Mismatch" | "SignatureDoesNotMatch" };

/** The body's content, taken out of its chunks, or why it is refused. */
export function checkPayload(
  request: AwsRequest,
  signed: Signed,
  said: string,
  isSigned: CheckText,
): Payload {
  if (said.startsWith("STREAMING-")) return checkStream(request, signed, said, isSigned);
  const right = said === "UNSIGNED-PAYLOAD" || said === sha256(request.body);
  return right ? { data: request.body } : { refusal: "XAmzContentSHA256Mismatch" };
}

function checkStream(
  { body }: AwsRequest,
  signed: Signed,
  said: string,
  isSigned: CheckText,
): Payload {
  const stream = readChunks(body);
  if (!stream) return { refusal: "XAmzContentSHA256Mismatch" };
  const unsigned = said.startsWith("STREAMING-UNSIGNED-PAYLOAD") || said.includes("ECDSA");
  if (unsigned || areChunksSigned(stream, signed, isSigned)) return { data: stream.data };
  return { refusal: "SignatureDoesNotMatch" };
}
