// SPDX-License-Identifier: MIT-0
import { waitMs } from "./settings.js";

/** A cache of values that are slow to get. */
export interface WaitingCache<Value> {
  /** The fresh value under this key, the one being fetched, or a new one from `fetch`. */
  get(key: string, fetch: () => Promise<Value>): Promise<Value>;
  clear(): void;
}

/** More than this many are not kept: the oldest go. */
const MAX_ENTRIES = 1000;

/**
 * A bounded cache that fetches once for each key, however many ask at the same time, and remembers
 * no failure. A value is used for as long as `isFresh` says so; a fetch that takes longer than
 * `waitMs()` fails for all who wait with the error that `late` makes.
 */
export function waitingCache<Value>(
  isFresh: (value: Value) => boolean,
  late: () => Error,
): WaitingCache<Value> {
  const values = new Map<string, Value>();
  const inFlight = new Map<string, Promise<Value>>();

  async function fetchInto(key: string, fetch: () => Promise<Value>): Promise<Value> {
    try {
      const value = await withinLimit(fetch(), waitMs(), late);
      values.delete(key);
      values.set(key, value);
      for (const oldest of values.keys()) {
        if (values.size <= MAX_ENTRIES) break;
        values.delete(oldest);
      }
      return value;
    } finally {
      inFlight.delete(key);
    }
  }

  return {
    async get(key, fetch) {
      const value = values.get(key);
      if (value !== undefined && isFresh(value)) return value;
      const pending = inFlight.get(key) ?? fetchInto(key, fetch);
      inFlight.set(key, pending);
      return pending;
    },
    clear: () => values.clear(),
  };
}

async function withinLimit<T>(work: Promise<T>, limitMs: number, late: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
