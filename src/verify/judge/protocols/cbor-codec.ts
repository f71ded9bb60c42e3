/** CBOR with the one tag that AWS uses: 1, a time in seconds. */

import { decode as decodeBytes, encode as encodeValue, Tagged } from "cborg";
import type { Value } from "../answers/value.js";

export function encode(value: Value): Buffer {
  return Buffer.from(encodeValue(tagTimes(value)));
}

/** Throws where the bytes are no CBOR. */
export function decode(bytes: Uint8Array): unknown {
  const time = (read: () => unknown) => new Date(Number(read()) * 1000);
  return decodeBytes(bytes, { allowIndefinite: true, tags: { 1: time } });
}

function tagTimes(value: Value): unknown {
  if (value instanceof Date) return new Tagged(1, value.getTime() / 1000);
  if (Buffer.isBuffer(value)) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(tagTimes);
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, tagTimes(own)]));
}
