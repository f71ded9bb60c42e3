/** What the two REST protocols share: members in headers and in the status, and a member that is the body. */

import type { Value } from "../answers/value.js";
import { membersOf, type Reference, type Shape, shapeOf } from "../models/model.js";
import { streamOf, writeStream } from "./event-stream.js";
import { writeTime } from "./times.js";
import type { Answer, WireAnswer } from "./wire.js";

/** Writes what is the body: a structure by itself, or the members that are nowhere else. */
export interface BodyWriter {
  readonly contentType: string;
  payload(answer: Answer, name: string, reference: Reference, value: Value): string;
  members(answer: Answer): string;
}

export function restAnswer(answer: Answer, writer: BodyWriter): WireAnswer {
  const { model, operation, requestId } = answer;
  const { output } = operation;
  const shape: Shape = output ? shapeOf(model, output) : { type: "structure" };
  const { contentType, body } = bodyOf(answer, shape, writer);
  const stream = output && streamOf(model, output);
  const events = stream && answer.value[stream.name];
  const written =
    stream && events !== undefined
      ? writeStream(model, stream.reference, events, { requestId })
      : undefined;
  const headers = {
    "content-type": contentType,
    "x-amzn-requestid": requestId,
    ...headersOf(answer, shape),
    ...written?.headers,
  };
  return { status: statusOf(answer, shape), headers, body: written?.body ?? body };
}

function statusOf({ operation, value }: Answer, shape: Shape): number {
  const inStatus = membersOf(shape).find(([, { location }]) => location === "statusCode");
  const status = inStatus && value[inStatus[0]];
  return typeof status === "number" && status >= 200
    ? status
    : (operation.http.responseCode ?? 200);
}

function bodyOf(answer: Answer, shape: Shape, writer: BodyWriter) {
  const { contentType } = writer;
  const name = shape.payload;
  if (name === undefined) return { contentType, body: writer.members(answer) };
  const [reference, value] = [shape.members?.[name], answer.value[name]];
  if (!reference || value === undefined) return { contentType, body: "" };
  const { type } = shapeOf(answer.model, reference);
  if (type === "blob") return { contentType: "application/octet-stream", body: value as Buffer };
  if (type === "string") return { contentType: "text/plain", body: String(value) };
  return { contentType, body: writer.payload(answer, name, reference, value) };
}

/** What says how the body is sent: that is the server's to say, not the model's. */
const ofTransport = /^(content-(length|encoding|range|md5)|transfer-encoding)$/;

function headersOf({ model, value }: Answer, shape: Shape): Record<string, string> {
  const headers = membersOf(shape).flatMap(([name, reference]): [string, string][] => {
    const own = value[name];
    const { location, locationName = name } = reference;
    if (own === undefined) return [];
    if (location === "headers") return prefixed(reference.locationName ?? "", own);
    if (location !== "header") return [];
    return [[locationName.toLowerCase(), headerText(own, reference, shapeOf(model, reference))]];
  });
  return Object.fromEntries(headers.filter(([name]) => !ofTransport.test(name)));
}

function prefixed(prefix: string, values: Value): [string, string][] {
  const safe = (name: string) => name.replace(/[^\w-]/g, "-");
  return Object.entries(values).map(([name, own]) => [
    prefix + safe(name),
    headerSafe(String(own)),
  ]);
}

function headerText(value: Value, reference: Reference, shape: Shape): string {
  if (value instanceof Date) return String(writeTime(value, reference, shape, "rfc822"));
  if (Array.isArray(value)) {
    return value.map((each) => headerText(each, reference, shape)).join(",");
  }
  const text = String(value);
  return reference.jsonvalue ? Buffer.from(text).toString("base64") : headerSafe(text);
}

function headerSafe(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "");
}
