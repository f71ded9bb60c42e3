/** The protocols `json` 1.0 and 1.1: one address, the operation in X-Amz-Target. */

import { streamOf, writeStream } from "./event-stream.js";
import { membersToJson } from "./json-value.js";
import type { Answer, WireAnswer, WireError, Writer } from "./wire.js";

export const json: Writer = { answer, error };

function answer({ model, operation, value, requestId }: Answer): WireAnswer {
  const headers = headersOf(requestId, model.metadata.jsonVersion);
  const { output } = operation;
  if (!output) return { status: 200, headers, body: "{}" };
  const stream = streamOf(model, output);
  const { [stream?.name ?? ""]: events, ...rest } = value;
  const body = JSON.stringify(membersToJson(model, output, rest));
  if (!stream || events === undefined) return { status: 200, headers, body };
  return writeStream(model, stream.reference, events, { requestId, initial: Buffer.from(body) });
}

function error({ code, message, status, requestId }: WireError): WireAnswer {
  const body = JSON.stringify({ __type: code, message, Message: message });
  return { status, headers: { ...headersOf(requestId), "x-amzn-errortype": code }, body };
}

function headersOf(requestId: string, version = "1.1"): Record<string, string> {
  return { "content-type": `application/x-amz-json-${version}`, "x-amzn-requestid": requestId };
}
