/** The three ways to write a time. */

import type { Reference, Shape, TimestampFormat } from "../models/model.js";

/** A time as its model wants it; `usual` is the protocol's own way. */
export function writeTime(
  time: Date,
  reference: Reference,
  shape: Shape,
  usual: TimestampFormat,
): string | number {
  const format = reference.timestampFormat ?? shape.timestampFormat ?? usual;
  if (format === "unixTimestamp") return time.getTime() / 1000;
  return format === "rfc822" ? time.toUTCString() : time.toISOString().replace(".000Z", "Z");
}
