/** Values as the two JSON protocols write them. */

import type { Value } from "../answers/value.js";
import { type Model, membersOf, type Reference, shapeOf } from "../models/model.js";
import { writeTime } from "./times.js";

/** A value ready for JSON.stringify. */
export function toJson(model: Model, reference: Reference, value: Value): unknown {
  const shape = shapeOf(model, reference);
  if (shape.document) return value;
  if (value instanceof Date) return writeTime(value, reference, shape, "unixTimestamp");
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (Array.isArray(value)) {
    return value.map((item) => (shape.member ? toJson(model, shape.member, item) : item));
  }
  if (typeof value !== "object") return value;
  if (shape.type === "structure") return membersToJson(model, reference, value);
  const write = (each: Value) => (shape.value ? toJson(model, shape.value, each) : each);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, write(each)]));
}

/** The members of a structure that are in the body, of those that have a value. */
export function membersToJson(
  model: Model,
  reference: Reference,
  value: Readonly<Record<string, Value>>,
): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const [name, member] of membersOf(shapeOf(model, reference))) {
    const own = value[name];
    if (own === undefined || member.location !== undefined) continue;
    written[member.locationName ?? name] = toJson(model, member, own);
  }
  return written;
}
