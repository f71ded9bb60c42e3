/** The protocol `rest-json`. */

import { membersToJson, toJson } from "./json-value.js";
import { type BodyWriter, restAnswer } from "./rest.js";
import type { Answer, WireAnswer, WireError, Writer } from "./wire.js";

export const restJson: Writer = { answer: (answer) => restAnswer(answer, body), error };

const body: BodyWriter = {
  contentType: "application/json",
  payload: ({ model }, _name, reference, value) => JSON.stringify(toJson(model, reference, value)),
  members: ({ model, operation, value }: Answer) =>
    operation.output ? JSON.stringify(membersToJson(model, operation.output, value)) : "{}",
};

function error({ code, message, status, requestId }: WireError): WireAnswer {
  const headers = {
    "content-type": "application/json",
    "x-amzn-requestid": requestId,
    "x-amzn-errortype": code,
  };
  return { status, headers, body: JSON.stringify({ code, message, Message: message }) };
}
