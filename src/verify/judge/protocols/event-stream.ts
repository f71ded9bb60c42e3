/** Event streams (`application/vnd.amazon.eventstream`): each event of the model once, in its order. */

import type { Value } from "../answers/value.js";
import { type Model, membersOf, type Reference, shapeOf } from "../models/model.js";
import { crc32 } from "./crc32.js";
import { toJson } from "./json-value.js";
import type { WireAnswer } from "./wire.js";
import { membersToXml } from "./xml.js";

interface Stream {
  readonly name: string;
  readonly reference: Reference;
}

/** The member of an output that is a stream of events. */
export function streamOf(model: Model, output: Reference): Stream | undefined {
  const members = membersOf(shapeOf(model, output));
  const found = members.find(([, reference]) => shapeOf(model, reference).eventstream);
  return found && { name: found[0], reference: found[1] };
}

/** `initial`: what RPC protocols send of the other members, before all events. */
export function writeStream(
  model: Model,
  reference: Reference,
  events: Value,
  { requestId, initial }: { readonly requestId: string; readonly initial?: Buffer },
): WireAnswer {
  const messages = membersOf(shapeOf(model, reference)).flatMap(([name, event]) => {
    const value = (events as Record<string, Value>)[name];
    return value === undefined ? [] : [eventOf(model, name, event, value as Record<string, Value>)];
  });
  const first = initial
    ? [message(eventHeaders("initial-response", "application/json"), initial)]
    : [];
  const type = "application/vnd.amazon.eventstream";
  const headers = { "content-type": type, "x-amzn-requestid": requestId };
  return { status: 200, headers, body: Buffer.concat([...first, ...messages]) };
}

function eventOf(
  model: Model,
  name: string,
  reference: Reference,
  value: Readonly<Record<string, Value>>,
): Buffer {
  const shape = shapeOf(model, reference);
  const headers: [string, string][] = [];
  for (const [member, { eventheader }] of membersOf(shape)) {
    if (eventheader && value[member] !== undefined) headers.push([member, String(value[member])]);
  }
  const payload = membersOf(shape).find(([, { eventpayload }]) => eventpayload);
  const own = payload && value[payload[0]];
  if (Buffer.isBuffer(own)) {
    return message([...headers, ...eventHeaders(name, "application/octet-stream")], own);
  }
  if (model.metadata.protocol === "rest-xml") {
    const body = Buffer.from(`<${name}>${membersToXml(model, shape, value)}</${name}>`);
    return message([...headers, ...eventHeaders(name, "text/xml")], body);
  }
  const body =
    payload && own !== undefined ? toJson(model, payload[1], own) : toJson(model, reference, value);
  return message(
    [...headers, ...eventHeaders(name, "application/json")],
    Buffer.from(JSON.stringify(body)),
  );
}

function eventHeaders(event: string, type: string): [string, string][] {
  return [
    [":message-type", "event"],
    [":event-type", event],
    [":content-type", type],
  ];
}

/** Lengths, headers (each of the type text), payload, and a checksum of each part. */
function message(headers: readonly [string, string][], payload: Buffer): Buffer {
  const encoded = Buffer.concat(headers.map(([name, value]) => header(name, value)));
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(encoded.length + payload.length + 16, 0);
  prelude.writeUInt32BE(encoded.length, 4);
  const start = Buffer.concat([prelude, checksum(prelude), encoded, payload]);
  return Buffer.concat([start, checksum(start)]);
}

function header(name: string, value: string): Buffer {
  const text = Buffer.from(value);
  const start = Buffer.from([Buffer.byteLength(name), ...Buffer.from(name), 7, 0, 0]);
  start.writeUInt16BE(text.length, start.length - 2);
  return Buffer.concat([start, text]);
}

function checksum(data: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(data));
  return bytes;
}
