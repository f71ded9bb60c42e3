/** The protocol `ec2`: like `query`, without the element around the answer's members. */

import { shapeOf } from "../models/model.js";
import type { Answer, WireAnswer, WireError, Writer } from "./wire.js";
import { element, escapeXml, membersToXml, namespaceOf } from "./xml.js";

export const ec2: Writer = { answer, error };

function answer({ model, operation, value, requestId }: Answer): WireAnswer {
  const { output, name } = operation;
  const members = output ? membersToXml(model, shapeOf(model, output), value) : "";
  const namespace = namespaceOf(`http://ec2.amazonaws.com/doc/${model.metadata.apiVersion}/`);
  const body = element(`${name}Response`, element("requestId", requestId) + members, namespace);
  return { status: 200, headers: headersOf(requestId), body };
}

function error({ code, message, status, requestId }: WireError): WireAnswer {
  const content = element("Code", escapeXml(code)) + element("Message", escapeXml(message));
  const errors = element("Errors", element("Error", content));
  const body = element("Response", errors + element("RequestID", requestId));
  return { status, headers: headersOf(requestId), body };
}

function headersOf(requestId: string): Record<string, string> {
  return { "content-type": "text/xml", "x-amzn-requestid": requestId };
}
