/** The protocol `smithy-rpc-v2-cbor`: the operation in the address, CBOR both ways. */

import { encode } from "./cbor-codec.js";
import { streamOf, writeStream } from "./event-stream.js";
import type { Answer, WireAnswer, WireError, Writer } from "./wire.js";

export const cbor: Writer = { answer, error };

function answer({ model, operation, value, requestId }: Answer): WireAnswer {
  const { output } = operation;
  const stream = output && streamOf(model, output);
  const { [stream?.name ?? ""]: events, ...rest } = value;
  const body = encode(rest);
  if (!stream || events === undefined) return { status: 200, headers: headersOf(requestId), body };
  const written = writeStream(model, stream.reference, events, { requestId, initial: body });
  return { ...written, headers: { ...headersOf(requestId), ...written.headers } };
}

function error({ code, message, status, requestId }: WireError): WireAnswer {
  const body = encode({ __type: code, message, Message: message });
  return { status, headers: { ...headersOf(requestId), "x-amzn-errortype": code }, body };
}

function headersOf(requestId: string): Record<string, string> {
  return {
    "content-type": "application/cbor",
    "smithy-protocol": "rpc-v2-cbor",
    "x-amzn-requestid": requestId,
  };
}
