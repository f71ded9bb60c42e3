/** Numbers, times and bytes: the same each time, so that two answers to the same question are the same. */

import type { Shape } from "../models/model.js";

/** What answers call now. */
const PRESENT = new Date("2026-01-01T00:00:00Z");
/** When things end: not while somebody tests. */
const FUTURE = new Date("2099-01-01T00:00:00Z");

export function timeNamed(name: string): Date {
  return /expir|notafter|until|validto|endoflife/i.test(name) ? FUTURE : PRESENT;
}

/** A number in the limits of its shape: one, unless its name tells what it counts. */
export function numberNamed(name: string, { type, min, max }: Shape): number {
  const wanted = wantedNumber(name, type);
  return Math.max(min ?? wanted, Math.min(max ?? wanted, wanted));
}

function wantedNumber(name: string, type: Shape["type"]): number {
  if (/statuscode$/i.test(name)) return 200;
  if (/error|fail|unprocessed|invalid|reject|pending|remaining/i.test(name)) return 0;
  if (type === "long" && /(time|timestamp|date)$/i.test(name)) return timeNamed(name).getTime();
  return type === "float" || type === "double" ? 0.5 : 1;
}

/** Bytes that read as JSON, whoever they belong to. */
export function bytesOf(accountId: string): Buffer {
  return Buffer.from(JSON.stringify({ account: accountId }));
}
