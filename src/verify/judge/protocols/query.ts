/** The protocol `query`: a form with an Action, answered in XML. */

import { shapeOf } from "../models/model.js";
import type { Answer, WireAnswer, WireError, Writer } from "./wire.js";
import { element, escapeXml, membersToXml, namespaceOf } from "./xml.js";

export const query: Writer = { answer, error };

/** Wraps the members of an answer as the protocol does; STS's own answers are written with it too. */
export function wrapQuery(
  operation: string,
  members: string,
  requestId: string,
  namespace?: string,
  wrapper = `${operation}Result`,
): WireAnswer {
  const metadata = element("ResponseMetadata", element("RequestId", requestId));
  const content = element(wrapper, members) + metadata;
  const body = element(`${operation}Response`, content, namespaceOf(namespace));
  return { status: 200, headers: headersOf(requestId), body };
}

function answer({ model, operation, value, requestId }: Answer): WireAnswer {
  const { output, name } = operation;
  const members = output ? membersToXml(model, shapeOf(model, output), value) : "";
  return wrapQuery(name, members, requestId, model.metadata.xmlNamespace, output?.resultWrapper);
}

function error({ code, message, status, requestId }: WireError): WireAnswer {
  const content =
    element("Type", "Sender") +
    element("Code", escapeXml(code)) +
    element("Message", escapeXml(message));
  const body = element(
    "ErrorResponse",
    element("Error", content) + element("RequestId", requestId),
  );
  return { status, headers: headersOf(requestId), body };
}

function headersOf(requestId: string): Record<string, string> {
  return { "content-type": "text/xml", "x-amzn-requestid": requestId };
}
