/** The protocol `rest-xml`. */

import { shapeOf } from "../models/model.js";
import { type BodyWriter, restAnswer } from "./rest.js";
import type { Answer, WireAnswer, WireError, Writer } from "./wire.js";
import { element, escapeXml, membersToXml, namespaceOf, toXml } from "./xml.js";

export const restXml: Writer = {
  answer: (answer) => restAnswer(answer, body),
  error: (failure) => {
    const content = element("Error", codeAndMessage(failure)) + requestIdOf(failure);
    return errorAnswer(failure, element("ErrorResponse", content));
  },
};

/** S3's errors have no element around them. */
export const s3Xml: Writer = {
  answer: restXml.answer,
  error: (failure) =>
    errorAnswer(failure, element("Error", codeAndMessage(failure) + requestIdOf(failure))),
};

const body: BodyWriter = {
  contentType: "application/xml",
  payload: ({ model }, _name, reference, value) => {
    const { locationName = reference.shape } = shapeOf(model, reference);
    return toXml(model, reference, locationName, value);
  },
  members: ({ model, operation, value }: Answer) => {
    if (!operation.output) return "";
    const shape = shapeOf(model, operation.output);
    const content = membersToXml(model, shape, value);
    const name = shape.locationName ?? operation.output.shape;
    return content === "" ? "" : element(name, content, namespaceOf(model.metadata.xmlNamespace));
  },
};

function codeAndMessage({ code, message }: WireError): string {
  return element("Code", escapeXml(code)) + element("Message", escapeXml(message));
}

function requestIdOf({ requestId }: WireError): string {
  return element("RequestId", requestId);
}

function errorAnswer({ status, requestId }: WireError, body: string): WireAnswer {
  const headers = { "content-type": "application/xml", "x-amz-request-id": requestId };
  return { status, headers, body };
}
